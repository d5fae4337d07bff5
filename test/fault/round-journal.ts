import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Fault, faults, type RoundReport } from './fault-round.ts';

const journalLine = z.strictObject({
  seed: z.number().int(),
  round: z.number().int(),
  faults: z.array(z.enum(faults)),
  violations: z.array(z.string()),
});
export type JournalLine = z.output<typeof journalLine>;

/** What became of each round, a line of JSON as it ends: a run that was cut off goes on where it was. */
export interface RoundJournal {
  /** Of the seed that is run, oldest first. */
  readonly lines: readonly JournalLine[];
  write(round: number, report: RoundReport): void;
}

/** The seed that a journal was last written with; null where there is none yet. */
export function seedOfJournal(path: string | undefined): number | null {
  return path === undefined ? null : (readJournal(path).at(-1)?.seed ?? null);
}

/** In memory only where no `path` is given. */
export function openJournal(path: string | undefined, seed: number): RoundJournal {
  const lines = path === undefined ? [] : readJournal(path).filter((line) => line.seed === seed);
  return {
    lines,
    write(round, { faults: caused, violations }) {
      const line = { seed, round, faults: [...caused], violations: [...violations] };
      lines.push(line);
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(line)}\n`);
    },
  };
}

/** How often each fault was caused. */
export function countFaults(lines: readonly JournalLine[]): ReadonlyMap<Fault, number> {
  return new Map(
    faults.map((fault) => [
      fault,
      lines.reduce((sum, line) => sum + line.faults.filter((one) => one === fault).length, 0),
    ]),
  );
}

/** A line that was half written when its run was killed is left out: its round runs again. */
function readJournal(path: string): JournalLine[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return [journalLine.parse(JSON.parse(text))];
      } catch {
        return [];
      }
    });
}
