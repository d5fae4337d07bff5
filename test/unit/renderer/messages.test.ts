import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstKeys } from '../../../.build/messages.mjs';
import en from '../../../preload/contract/messages/en.json';
import ja from '../../../preload/contract/messages/ja.json';
import { commandEnding, commandState } from '../../../preload/contract/models/commands.ts';
import { documentType } from '../../../preload/contract/models/identity.ts';
import { exemptionReasonCode, role } from '../../../preload/contract/models/lab.ts';
import { operatorRole } from '../../../preload/contract/models/staff.ts';
import { visitReason } from '../../../preload/contract/models/visit.ts';
import { bringSentences, sentenceOf } from '../../../renderer/app/catalogue.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const languages = { ja, en } as const;
const keys = Object.keys(ja) as (keyof typeof ja)[];

describe('messages', () => {
  it('have a sentence for every code that the agent may send', () => {
    const families: Readonly<Record<string, readonly string[]>> = {
      'reason.': exemptionReasonCode.options,
      'command.state.': commandState.options,
      'command.ending.': commandEnding.options,
      'claim.ended.': commandEnding.options,
      'visit.': visitReason.options,
      'document.': documentType.options,
      'role.': role.options,
      'operator-role.': operatorRole.options,
    };
    const missing = Object.entries(families).flatMap(([prefix, codes]) =>
      codes.map((code) => `${prefix}${code}`).filter((key) => !(key in ja)),
    );
    expect(missing).toEqual([]);
    const orphans = Object.entries(families).flatMap(([prefix, codes]) =>
      keys.filter(
        (key) =>
          key.startsWith(prefix) && !codes.includes(key.slice(prefix.length)) && !key.includes('.detail-'),
      ),
    );
    expect(orphans).toEqual([]);
  });

  it('never answer a wrong password with a hint whether the login exists', () => {
    for (const messages of Object.values(languages)) {
      const sentences = keys.filter((key) => key.startsWith('outcome.wrong')).map((key) => messages[key]);
      expect(sentences.join(' ')).not.toMatch(/存在|登録されていません|unknown|no such|does not exist/i);
    }
  });

  it('come with the first screen where it says them, and behind it otherwise', () => {
    const first = firstKeys(root);
    for (const key of ['lock.heading', 'reason.clock-untrusted', 'session.ended.idle', 'wipe.failed']) {
      expect(first).toContain(key);
    }
    for (const key of ['counter.tab', 'session.heading']) {
      expect(first).not.toContain(key);
    }
    const characters = first.reduce((sum, key) => sum + ja[key as keyof typeof ja].length, 0);
    expect(characters).toBeLessThan(6000);
  });

  it('are whole in each language once they have come', async () => {
    for (const language of ['ja', 'en'] as const) {
      await bringSentences(language);
      for (const key of keys) expect(sentenceOf(language, key), key).toBeTruthy();
    }
  });
});
