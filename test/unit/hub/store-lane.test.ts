import { expect, it } from 'vitest';
import { type Arrival, independentWaves } from '../../../main/hub/commands/store-commands.ts';
import { createStoreLane, type StoreCommands } from '../../../main/hub/commands/store-lane.ts';

const arrival = (id: string, person = id) => ({ command: { id, person } }) as unknown as Arrival;
const answersTo: StoreCommands = async (arrivals) =>
  new Map(arrivals.map((one) => [one, { id: one.command.id, result: 'accepted', code: null } as const]));

it('stores together what comes while another transaction is under way, in its order (I3)', async () => {
  const transactions: string[][] = [];
  const store = createStoreLane(async (arrivals) => {
    transactions.push(arrivals.map(({ command }) => command.id));
    await Promise.resolve();
    return answersTo(arrivals);
  });
  const answers = await Promise.all(['a', 'b', 'c'].map((id) => store([arrival(id)])));
  expect(transactions).toEqual([['a'], ['b', 'c']]);
  expect(answers.map((one) => one.size)).toEqual([1, 2, 2]);
});

it('stores a crowd in parts, in its order, so that some are verified while others are stored', async () => {
  const transactions: string[][] = [];
  const store = createStoreLane(async (arrivals) => {
    transactions.push(arrivals.map(({ command }) => command.id));
    return answersTo(arrivals);
  });
  const ids = Array.from({ length: 200 }, (_, place) => `${place}`);
  const answers = await Promise.all(ids.map((id) => store([arrival(id)])));
  expect(transactions.map(({ length }) => length)).toEqual([1, 96, 96, 7]);
  expect(transactions.flat()).toEqual(ids);
  expect(
    answers.every((one, place) => [...one.keys()].some(({ command }) => command.id === ids[place])),
  ).toBe(true);
});

it('lets one that can’t be stored hold up nobody else', async () => {
  const store = createStoreLane((arrivals) =>
    arrivals.some(({ command }) => command.id === 'bad')
      ? Promise.reject(Object.assign(new Error('no'), { code: '22P05' }))
      : answersTo(arrivals),
  );
  const [first, bad, good] = await Promise.allSettled([
    store([arrival('first')]),
    store([arrival('before'), arrival('bad')]),
    store([arrival('good')]),
  ]);
  expect([first.status, bad.status, good.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('fails all at once when the database is out of reach', async () => {
  let tries = 0;
  const store = createStoreLane(async () => {
    tries += 1;
    throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
  });
  const ended = await Promise.allSettled(['a', 'b', 'c'].map((id) => store([arrival(id)])));
  expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
  expect(tries).toBe(2);
});

it('never decides two of a person, or two of an id, in one wave', () => {
  const items = [
    arrival('1', 'p'),
    arrival('2', 'q'),
    arrival('3', 'p'),
    arrival('2', 'r'),
    arrival('4', 'r'),
  ];
  expect(
    independentWaves(items).map((wave) => wave.map(({ command }) => `${command.id}${command.person}`)),
  ).toEqual([['1p', '2q'], ['3p', '2r'], ['4r']]);
});
