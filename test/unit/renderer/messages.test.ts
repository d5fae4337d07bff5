import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../preload/contract/errors.ts';
import en from '../../../preload/contract/messages/en.json';
import ja from '../../../preload/contract/messages/ja.json';
import { commandEnding, commandState } from '../../../preload/contract/models/commands.ts';
import { documentType } from '../../../preload/contract/models/identity.ts';
import { exemptionReasonCode, role } from '../../../preload/contract/models/lab.ts';
import { operatorRole } from '../../../preload/contract/models/staff.ts';
import { visitReason } from '../../../preload/contract/models/visit.ts';
import { isPlain } from '../../../renderer/app/message.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const languages = { ja, en } as const;
const keys = Object.keys(ja) as (keyof typeof ja)[];

/** Names of the places in a message, plural and select branches included. */
function placesOf(message: string, language: string): string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    else if (typeof value === 'object' && value !== null) {
      // Type 0 is literal text and 7 is `#`; every other element names its argument.
      if ('type' in value && 'value' in value && typeof value.value === 'string' && value.type !== 0) {
        names.add(value.value);
      }
      for (const each of Object.values(value)) visit(each);
    }
  };
  visit(new IntlMessageFormat(message, language, undefined, { captureLocation: false }).getAst());
  return [...names].sort();
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What a source may use as keys: its literals, and its templates as patterns. */
function usesIn(path: string): { literals: Set<string>; patterns: RegExp[] } {
  const source = readFileSync(path, 'utf8');
  const literals = new Set([...source.matchAll(/['"]([a-z][\w./-]+)['"]/g)].map((match) => match[1] ?? ''));
  const patterns = [...source.matchAll(/`([\w./-]*(?:\$\{[^`}]*\}[\w./-]*)+)`/g)]
    .map((match) => (match[1] ?? '').split(/\$\{[^}]*\}/))
    .filter((parts) => parts.join('').length > 2)
    .map((parts) => new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('.+')}$`));
  return { literals, patterns };
}

function isUsed(key: string, uses: ReturnType<typeof usesIn>): boolean {
  return uses.literals.has(key) || uses.patterns.some((pattern) => pattern.test(key));
}

describe('messages', () => {
  it('say the same things in both languages', () => {
    expect(Object.keys(en)).toEqual(Object.keys(ja));
    for (const key of keys) {
      expect(placesOf(en[key], 'en'), key).toEqual(placesOf(ja[key], 'ja'));
      expect(ja[key].trim().length * en[key].trim().length, key).toBeGreaterThan(0);
    }
  });

  it('have a sentence for every code that the agent may send', () => {
    const families: Readonly<Record<string, readonly string[]>> = {
      'error.': errorCodes,
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

  it('are all used somewhere', () => {
    const uses = ['renderer', 'main', 'preload'].flatMap(sourcesIn).map(usesIn);
    expect(keys.filter((key) => !uses.some((use) => isUsed(key, use)))).toEqual([]);
  });

  it('never answer a wrong password with a hint whether the login exists', () => {
    for (const messages of Object.values(languages)) {
      const sentences = keys.filter((key) => key.startsWith('outcome.wrong')).map((key) => messages[key]);
      expect(sentences.join(' ')).not.toMatch(/存在|登録されていません|unknown|no such|does not exist/i);
    }
  });

  it('are plain wherever the ICU parser is not loaded', () => {
    const reached = reachedFrom(join(root, 'renderer/index.tsx'), ['staff-surface.tsx', 'key-step.tsx']);
    expect(reached.length).toBeGreaterThan(20);
    expect(reached.some((path) => path.endsWith('rich-message.ts'))).toBe(false);
    const uses = reached.map(usesIn);
    const shown = keys.filter((key) => uses.some((use) => isUsed(key, use)));
    expect(shown.length).toBeGreaterThan(100);
    for (const messages of Object.values(languages)) {
      expect(shown.filter((key) => !isPlain(messages[key]))).toEqual([]);
    }
  });
});

/** Sources that are reached by imports, dynamic ones included, without passing through one of `gates`. */
function reachedFrom(start: string, gates: readonly string[]): string[] {
  const seen = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path) || gates.some((gate) => path.endsWith(gate))) continue;
    seen.add(path);
    const source = readFileSync(path, 'utf8');
    for (const match of source.matchAll(/(?:from |import\(|import )'(\.[^']+\.tsx?)'/g)) {
      open.push(resolve(dirname(path), match[1] ?? ''));
    }
  }
  return [...seen];
}
