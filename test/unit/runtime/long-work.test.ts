import { describe, expect, it } from 'vitest';
import { createProgressLine, longWork } from '../../../main/cli/long-work.ts';

/** A line whose clock the test turns, and what it wrote. */
function line(isTerminal: boolean) {
  const said: string[] = [];
  let now = 0;
  const { tell, end } = createProgressLine({ write: (text) => said.push(text), isTerminal }, () => now);
  const at = (milliseconds: number, done: number, remainingSeconds: number | null, phase = 'reading') => {
    now = milliseconds;
    tell({ phase, done, total: 200, remainingSeconds });
  };
  return { at, tell, end, said };
}

describe('how far long work is, on standard error', () => {
  it('is a line a second where nobody looks, and its end', () => {
    const { at, tell, said } = line(false);
    at(0, 1, null);
    at(500, 40, 2);
    at(1100, 90, 2);
    at(1200, 200, 0);
    expect(said).toEqual(['reading   0 %\n', 'reading  45 %, 2 s left\n', 'reading 100 %\n']);
    tell({ phase: 'removing', done: 7, total: null, remainingSeconds: null });
    expect(said.at(-1)).toBe('removing 7\n');
    at(2400, 200, 0);
    at(9000, 200, 0);
    expect(said.slice(4)).toEqual(['reading 100 %\n']);
  });

  it('is one line written over and over on a terminal; another phase begins another, and the end closes it', () => {
    const { at, end, said } = line(true);
    at(0, 1, null);
    at(100, 2, null);
    at(250, 90, 300);
    at(260, 0, null, 'writing');
    end();
    end();
    expect(said).toEqual([
      '\r\u001b[Kreading   0 %',
      '\r\u001b[Kreading  45 %, 5 min left',
      '\n',
      '\r\u001b[Kwriting   0 %',
      '\n',
    ]);
  });
});

it('long work is cancelled by Ctrl-C, and listens no longer than it works', async () => {
  const before = process.listenerCount('SIGINT');
  const ended: string[] = [];
  const cancelled = await longWork(
    async ({ signal }) => {
      process.emit('SIGINT', 'SIGINT');
      return signal.aborted;
    },
    { tell: () => undefined, end: () => ended.push('end') },
  );
  expect(cancelled).toBe(true);
  expect(ended).toEqual(['end']);
  expect(process.listenerCount('SIGINT')).toBe(before);
});
