import { describe, expect, it } from 'vitest';
import { cancellable, createProgressLine } from '../../../main/cli/long-work.ts';

describe('long work on the command line', () => {
  it('says once a second what it does, how far it is and how long it takes, and its end', () => {
    const said: string[] = [];
    let now = 0;
    const tell = createProgressLine(
      (line) => said.push(line),
      () => now,
    );
    const at = (milliseconds: number, done: number, remainingSeconds: number | null) => {
      now = milliseconds;
      tell({ phase: 'reading', done, total: 200, remainingSeconds });
    };
    at(0, 1, null);
    at(500, 40, 2);
    at(1100, 90, 2);
    at(1200, 200, 0);
    expect(said).toEqual(['reading 0 %\n', 'reading 45 %, 2 s left\n', 'reading 100 %, 0 s left\n']);
    tell({ phase: 'removing', done: 7, total: null, remainingSeconds: null });
    expect(said).toHaveLength(3);
  });

  it('is cancelled by Ctrl-C, and listens no longer than it works', async () => {
    const before = process.listenerCount('SIGINT');
    const cancelled = await cancellable(async (signal) => {
      process.emit('SIGINT', 'SIGINT');
      return signal.aborted;
    });
    expect(cancelled).toBe(true);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
