import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../preload/contract/errors.ts';
import en from '../../../preload/contract/messages/en.json';
import ja from '../../../preload/contract/messages/ja.json';
import type { Language } from '../../../preload/contract/models/base.ts';
import { type CommandView, commandEnding, commandState } from '../../../preload/contract/models/commands.ts';
import type { MessageKey } from '../../../renderer/app/language.tsx';
import { formatMessage } from '../../../renderer/app/message.ts';
import { claimOf, toneOf } from '../../../renderer/features/queue/command-claim.ts';

const messages = { ja, en } as const;

function speech(language: Language) {
  const text = (key: MessageKey, parameters = {}) =>
    formatMessage(messages[language][key], language, parameters);
  const refusal = ({ code }: Refusal) => ({ happened: `${code} happened.`, kept: '', next: '', where: '' });
  return { language, text, refusal, refused: ({ code }: Refusal) => `refused: ${code}` };
}

function command(changes: Partial<CommandView>): CommandView {
  return {
    id: 'c0a80101-0000-4000-8000-000000000001',
    reference: 'K7Q2-9M4T',
    kind: 'suspend',
    person: { id: 'p1', number: '2510101', name: '山田 太郎', kana: 'やまだ たろう' },
    operator: { ja: '佐藤', en: 'Sato' },
    state: 'queued',
    ending: null,
    refusal: null,
    until: '2025-11-22T04:05:00.000Z',
    queuedAt: '2025-11-21T04:05:00.000Z',
    stateAt: '2025-11-21T04:05:00.000Z',
    late: false,
    ...changes,
  };
}

const inForce = { ja: /まで有効です|停止しました/, en: /^In force/ } as const;

describe('claimOf', () => {
  for (const language of ['ja', 'en'] as const) {
    it(`I5: says that a suspension is in force only once the provider confirmed it (${language})`, () => {
      for (const state of commandState.options) {
        const { title, detail } = claimOf(
          command({
            state,
            ending: state === 'ended' ? 'never-applied' : null,
            refusal: state === 'refused' ? 'hub/operator-revoked' : null,
          }),
          speech(language),
        );
        const confirmed = state === 'applied' || state === 'propagating';
        expect(inForce[language].test(title), `${state}: ${title}`).toBe(confirmed);
        expect(inForce[language].test(detail), `${state}: ${detail}`).toBe(false);
      }
    });

    it(`I5: says outright that a queued command is not in force yet (${language})`, () => {
      const { title } = claimOf(command({}), speech(language));
      expect(title).toBe(language === 'ja' ? '受付済み・まだ有効ではありません' : 'Queued, not yet in force');
    });

    it(`I2: puts a suspension that outlives its end before every other state (${language})`, () => {
      for (const state of commandState.options) {
        const late = command({ state, late: true, ending: state === 'ended' ? 'expired' : null });
        const said = claimOf(late, speech(language));
        expect(said.title).toBe(messages[language]['claim.late.title']);
        expect(toneOf(late)).toBe('warn');
      }
    });
  }

  it('tells each ending apart', () => {
    const titles = commandEnding.options.map(
      (ending) => claimOf(command({ state: 'ended', ending }), speech('ja')).title,
    );
    expect(new Set(titles).size).toBe(commandEnding.options.length);
  });

  it('explains a refusal by its code', () => {
    const { detail } = claimOf(command({ state: 'refused', refusal: 'hub/too-old' }), speech('en'));
    expect(detail).toBe('refused: hub/too-old');
  });

  it.each(['suspend', 'resume'] as const)('says why a %s needs a review, and who decides it', (kind) => {
    for (const language of ['ja', 'en'] as const) {
      const decided = messages[language][`claim.${kind}.needs-review.detail`];
      const claimed = (refusal: CommandView['refusal']) =>
        claimOf(command({ kind, state: 'needs-review', refusal }), speech(language)).detail;
      const apart = language === 'ja' ? '' : ' ';
      for (const code of ['hub/operator-revoked', 'hub/superseded', 'hub/tries-exhausted'] as const)
        expect(claimed(code)).toBe(`${code} happened.${apart}${decided}`);
      expect(claimed(null)).toBe(decided);
    }
  });
});
