import { expect, it } from 'vitest';
import { createArrivalRate } from '../../../main/hub/store/arrival-rate.ts';
import { createSharedQuery } from '../../../main/hub/store/shared-query.ts';

/** A statement that answers each item with its double, and tells what it was asked together. */
function doubling(fails: (items: readonly number[]) => Error | null = () => null) {
  const asked: (readonly number[])[] = [];
  const ask = createSharedQuery(async (items: readonly number[]) => {
    asked.push(items);
    await Promise.resolve();
    const failure = fails(items);
    if (failure !== null) throw failure;
    return items.map((item) => 2 * item);
  });
  return { asked, ask };
}

it('asks at once for whoever comes alone, and together for those who come meanwhile', async () => {
  const { asked, ask } = doubling();
  expect(await ask(1)).toBe(2);
  await new Promise(setImmediate);
  const answers = await Promise.all([2, 3, 4, 5].map(ask));
  expect(answers).toEqual([4, 6, 8, 10]);
  expect(asked).toEqual([[1], [2], [3], [4, 5]]);
});

it('asks each alone where one of them is what the database refuses, and only then', async () => {
  const refused = Object.assign(new Error('a bad text'), { code: '22021' });
  const bad = doubling((items) => (items.includes(4) ? refused : null));
  const outcomes = await Promise.allSettled([2, 3, 4, 5].map(bad.ask));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  const gone = Object.assign(new Error('the connection ended'), { code: '57P01' });
  const cut = doubling((items) => (items.includes(4) ? gone : null));
  const failed = await Promise.allSettled([2, 3, 4, 5].map(cut.ask));
  // Nobody knows what of it was done, so nothing is done again.
  expect(failed.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(cut.asked).toEqual([[2], [3], [4, 5]]);
});

it('calls a crowd what comes faster than two hundred a second', () => {
  let time = 0;
  const rate = createArrivalRate(() => time);
  const arrive = (count: number, everyMs: number) => {
    for (let one = 0; one < count; one += 1) {
      time += everyMs;
      rate.note();
    }
    return rate.isCrowded();
  };
  expect(arrive(100, 10)).toBe(false);
  expect(arrive(8, 4)).toBe(true);
  time += 100;
  expect(rate.isCrowded()).toBe(false);
});
