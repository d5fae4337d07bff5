import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const longestMs = 300_000;

/** The others take minutes each, or need what none of these needs; they are run by hand. */
const takesMinutes = [
  'footprint',
  'hub-drain',
  'hub-flat',
  'hub-ingest',
  'lock-idle',
  'memory',
  'people-search',
  'render',
];
const short = readdirSync(join(root, 'test', 'bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace('.bench.ts', ''))
  .filter((name) => !takesMinutes.includes(name));

interface Ran {
  readonly status: number | null;
  readonly lines: readonly string[];
  readonly complaints: string;
}

/** One round of a bench, in a process group of its own, which is ended where it takes too long. */
async function runOnce(name: string): Promise<Ran> {
  const words = ['--expose-gc', '--disable-warning=ExperimentalWarning', join('test', 'bench', 'harness.ts')];
  const child = spawn(process.execPath, [...words, '--json', '--rounds', '1', '--only', name], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaints = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  const late = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, longestMs);
  const [status] = (await once(child, 'close')) as [number | null];
  clearTimeout(late);
  return { status, lines: printed.split('\n').filter((line) => line.startsWith('{')), complaints };
}

describe('a bench', () => {
  it.each(short)(
    'still runs: %s, and says what it and its limit came to',
    async (name) => {
      const { status, lines, complaints } = await runOnce(name);
      expect(status, complaints).toBe(0);
      expect(lines).toHaveLength(1);
      const outcome = JSON.parse(lines[0] ?? '{}') as { readonly ours: number; readonly limit: number };
      expect(outcome).toMatchObject({ bench: name, runs: 1 });
      // How fast it was is nobody's business here: a figure is a figure where it was taken, and not a zero.
      for (const figure of [outcome.ours, outcome.limit]) {
        expect(Number.isFinite(figure)).toBe(true);
        expect(figure).toBeGreaterThan(0);
      }
    },
    longestMs + 10_000,
  );
});
