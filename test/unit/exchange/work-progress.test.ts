import { expect, it } from 'vitest';
import { createProgress } from '../../../main/exchange/work-progress.ts';

/** What is said to be left of phases whose clock the test turns. */
function told() {
  const left: (number | null)[] = [];
  let now = 0;
  const tell = createProgress<string>(
    ({ remainingSeconds }) => left.push(remainingSeconds),
    () => now,
  );
  const at = (milliseconds: number, phase: string, done: number, total: number | null) => {
    now = milliseconds;
    tell(phase, done, total);
  };
  return { at, left };
}

it('the time that is left follows the pace of the phase', () => {
  const { at, left } = told();
  at(0, 'reading', 0, 1000);
  at(10_000, 'reading', 250, 1000);
  at(10_000, 'reading', 300, null);
  at(20_000, 'applying', 1, 10);
  at(24_000, 'applying', 5, 10);
  at(24_000, 'applying', 10, 10);
  expect(left).toEqual([null, 30, null, null, 5, 0]);
});

it('is not said before there is a pace, and counts from where the work was taken up', () => {
  const { at, left } = told();
  at(0, 'fetching', 900, 1000);
  at(1900, 'fetching', 990, 1000);
  at(5000, 'fetching', 950, 1000);
  at(9000, 'fetching', 950, 1000);
  expect(left).toEqual([null, null, 5, 9]);
});
