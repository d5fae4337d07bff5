import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const manuals = join(root, '.github', 'manuals');
const command = join(root, 'dist', 'node', 'cli.mjs');

/** Lines of fenced blocks that call `madoguchi`, without what a shell does around them. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```[a-z]*\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block.split('\n').flatMap((line) => {
      const found = /^\s*(?:npx )?madoguchi (?!-)(.+)$/.exec(line)?.[1];
      return found === undefined ? [] : [found.replace(/ *(?:[<|>].*|#.*)$/, '')];
    }),
  );
}

const written = readdirSync(manuals)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) =>
    commandsOf(readFileSync(join(manuals, name), 'utf8')).map((line) => [name, line] as const),
  );

const isName = (word: string) => /^[a-z][a-z-]*$/.test(word);

/** What the command's own help says, for as many of the words as are subcommands. */
function helpOf(words: readonly string[]): string {
  const done = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', command, ...words, '--help'],
    {
      encoding: 'utf8',
    },
  );
  return done.status === 0 ? done.stdout : '';
}

describe.runIf(existsSync(command))('every command in the manuals', () => {
  it('is found', () => expect(written.length).toBeGreaterThan(10));

  it.each(written)('%s: madoguchi %s', (_name, line) => {
    const words = line.split(/\s+/);
    const names = words.slice(0, 3).filter((_word, index, all) => all.slice(0, index + 1).every(isName));
    const depths = names.map((_word, index) => names.slice(0, names.length - index));
    const help = depths
      .map((chosen) => [chosen, helpOf(chosen)] as const)
      .find(([chosen, said]) => said.startsWith(`Usage: madoguchi ${chosen.join(' ')} `))?.[1];
    if (help === undefined) throw new Error('the command does not know it');
    // A hub's own process reads its words itself.
    if (help.startsWith('Usage: madoguchi hub [options] [command]')) return;
    for (const option of words.filter((word) => word.startsWith('--')))
      expect(help).toContain(option.replace(/=.*$/, ''));
  });
});
