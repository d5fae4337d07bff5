import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFirstCopy } from '../../../main/agent/hub-link/first-copy.ts';
import { createHubClient } from '../../../main/agent/hub-link/hub-client.ts';
import {
  type CounterStation,
  createCounterStation,
  operator,
  person,
  signingClient,
  start,
} from '../staff/counter-station.ts';
import { json, misbehavingHub } from './misbehaving-hub.ts';

const going = new AbortController().signal;

let hub: Awaited<ReturnType<typeof misbehavingHub>>;
let station: CounterStation;
let copy: ReturnType<typeof createFirstCopy>;
let told: number;

beforeEach(async () => {
  hub = await misbehavingHub(json(200, { people: 20_000 }));
  const client = signingClient();
  station = createCounterStation({
    client,
    operators: [operator('op-a', [client.signer.credential])],
    hubUrl: hub.url,
  });
  told = 0;
  const { identity, people } = station.now;
  beginAnew();
  copy = createFirstCopy({
    client: createHubClient({ identity, wall: () => new Date(start) }),
    people,
    onExpected: () => {
      told += 1;
    },
  });
});
afterEach(() => station.remove());

const arrive = (number: string) => {
  const { store, people } = station.now;
  store.write((database) => people.applyPeople(database, { upsert: [person(number)], remove: [] }));
};
/** As a counter is whose first copy has not begun. */
const beginAnew = () => {
  whole();
  station.now.store.write((database) => database.run('UPDATE people_replica SET confirmed_at = NULL'));
};
const whole = () => station.now.store.write((database) => station.now.people.confirm(database));
const expected = () => station.now.people.status().expected;

test('a first copy asks once how many people there are, and forgets it when it is whole', async () => {
  arrive('S2001');
  await copy.partCame(going);
  expect(expected()).toBe(20_000);
  expect(told).toBe(1);
  arrive('S2002');
  await copy.partCame(going);
  expect(hub.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/people/count']);
  whole();
  expect(expected()).toBeNull();
});

test('a copy that is whole, and parts without people, ask nothing', async () => {
  await copy.partCame(going);
  whole();
  arrive('S2001');
  await copy.partCame(going);
  expect(hub.requests).toEqual([]);
  expect(told).toBe(0);
});

test('a hub that does not know the question is asked once, and its copy arrives without an end', async () => {
  hub.answer = json(404, { code: 'call/unknown-procedure' });
  for (const number of ['S2001', 'S2002', 'S2003']) {
    arrive(number);
    await copy.partCame(going);
  }
  expect(hub.requests).toHaveLength(1);
  expect(station.now.people.status()).toMatchObject({ receiving: true, expected: null });
});

test('what is lost on the way is asked for with a later part, three times at most', async () => {
  const answer = hub.answer;
  hub.answer = (response) => response.destroy();
  arrive('S2001');
  await copy.partCame(going);
  expect(expected()).toBeNull();
  hub.answer = answer;
  await copy.partCame(going);
  expect(expected()).toBe(20_000);

  beginAnew();
  await copy.partCame(going);
  hub.requests.length = 0;
  hub.answer = json(502, 'a proxy’s');
  for (const number of ['S2002', 'S2003', 'S2004', 'S2005']) {
    arrive(number);
    await copy.partCame(going);
  }
  expect(hub.requests).toHaveLength(3);
});

test('a number that comes after the end is nobody’s', async () => {
  hub.answer = (response) => {
    whole();
    json(200, { people: 20_000 })(response, hub.requests[0]!);
  };
  arrive('S2001');
  await copy.partCame(going);
  expect(hub.requests).toHaveLength(1);
  expect(expected()).toBeNull();
  expect(told).toBe(0);
});

test('a number that is none is no number', async () => {
  hub.answer = json(200, { people: -1 });
  arrive('S2001');
  await copy.partCame(going);
  expect(expected()).toBeNull();
});
