import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..');

/** A command that a manual or the README shows to its readers. */
export interface WrittenCommand {
  /** `it.md:34` */
  readonly where: string;
  /** One logical line, its continuations joined and its comment gone. */
  readonly text: string;
}

const manuals = join(root, '.github', 'manuals');
const files = [
  join(root, 'README.md'),
  ...readdirSync(manuals)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(manuals, name)),
];

/** Fenced blocks by their language, with the line on which each begins. */
export function blocksOf(file: string): readonly { language: string; line: number; text: string }[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^```([a-z]*)\n(.*?)^```$/gms)].map((found) => ({
    language: found[1] ?? '',
    line: text.slice(0, found.index).split('\n').length + 1,
    text: found[2] ?? '',
  }));
}

/** Every block of a language in the manual of this name. */
export function manualBlocks(name: string, language: string): readonly string[] {
  return blocksOf(join(manuals, name))
    .filter((block) => block.language === language)
    .map(({ text }) => text);
}

const isShell = (language: string) => language === 'sh' || language === '';
/** A block without a language that is no command: a drawing. */
const isDrawing = (text: string) => /[─│┌└]/.test(text);
const withoutComment = (line: string) => line.replace(/(^|\s)#.*$/, '').trim();

/** What stands in the shell blocks, each logical line once. */
export function shellCommands(): readonly WrittenCommand[] {
  const found = new Map<string, WrittenCommand>();
  for (const file of files) {
    for (const block of blocksOf(file)) {
      if (!isShell(block.language) || isDrawing(block.text)) continue;
      let line = block.line;
      let held = '';
      for (const one of block.text.split('\n')) {
        held += one.replace(/\\$/, ' ');
        if (!one.endsWith('\\')) {
          for (const part of withoutComment(held).split(' && ')) {
            const text = part.replaceAll(/\s+/g, ' ').trim();
            if (text !== '' && !found.has(text)) found.set(text, { where: placeOf(file, line), text });
          }
          held = '';
        }
        line += 1;
      }
    }
  }
  return [...found.values()];
}

/** Commands in running text: `npx madoguchi …`, `madoguchi …`, `npm …` between backticks. */
export function inlineCommands(): readonly WrittenCommand[] {
  const found = new Map<string, WrittenCommand>();
  for (const file of files) {
    const prose = readFileSync(file, 'utf8').replaceAll(/^```.*?^```$/gms, (block) =>
      block.replaceAll(/[^\n]/g, ''),
    );
    for (const match of prose.matchAll(/`((?:npx )?madoguchi [^`]+|npm (?:run |test|start)[^`]*)`/g)) {
      const text = (match[1] ?? '').replaceAll(/\s+/g, ' ').replaceAll('\\|', '|').trim();
      const line = prose.slice(0, match.index).split('\n').length;
      if (!found.has(text)) found.set(text, { where: placeOf(file, line), text });
    }
  }
  return [...found.values()];
}

function placeOf(file: string, line: number): string {
  return `${file.split('/').at(-1)}:${line}`;
}

/** Words of a line as a POSIX shell splits them: quotes, no expansion. Redirections come as words of their own. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g))
    words.push(match[1] ?? match[2] ?? match[3] ?? '');
  return words;
}
