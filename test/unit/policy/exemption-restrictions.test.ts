import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideExemption, type ExemptionQuestion } from '../../../main/agent/policy/decide-exemption.ts';
import { judgePolicy } from '../../../main/agent/policy/judge-policy.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import type { Role } from '../../../preload/contract/models/lab.ts';
import { examplePolicy } from './exempt-question.ts';

/** A world small enough that generated policies often open something. */
const stations = ['pc-1', 'pc-2', 'pc-3'] as const;
const networks = ['192.0.2.0/24', '192.0.2.0/25', '198.51.100.0/24', '2001:db8::/32', '0.0.0.0/0'] as const;
const addresses = [
  '192.0.2.9',
  '192.0.2.200',
  '198.51.100.1',
  '2001:db8::9',
  '::ffff:192.0.2.9',
  '127.0.0.1',
];
const roles: readonly Role[] = ['student', 'staff', 'faculty', 'guest'];
const people = ['S1', 'S2', 'S3'] as const;
const zones = ['Asia/Tokyo', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC'] as const;

const instant = fc
  .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2025, 11, 31) })
  .map((ms) => new Date(ms).toISOString());
const minute = (max: number) => fc.integer({ min: 0, max });
const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const span = fc
  .record({
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 4 }),
    from: minute(720),
    length: minute(1440),
  })
  .map(({ days, from, length }) => ({
    days,
    from: clockTime(from),
    to: clockTime(Math.min(1440, from + length)),
  }));

/** Each station is named in at most one room: what signing allows. */
const rooms = fc
  .record({
    owners: fc.tuple(...stations.map(() => fc.integer({ min: 0, max: 2 }))),
    networks: fc.tuple(
      fc.subarray([...networks], { minLength: 1 }),
      fc.subarray([...networks], { minLength: 1 }),
    ),
  })
  .map(({ owners, networks: of }) =>
    of
      .map((roomNetworks, index) => ({
        id: `lab-${index}`,
        label: { ja: '室', en: 'Room' },
        networks: roomNetworks,
        stations: stations.filter((_, station) => owners[station] === index),
      }))
      .filter((room) => room.stations.length > 0),
  );

const policies = fc
  .record({
    validFrom: fc.constantFrom('2024-12-01T00:00:00.000Z', '2025-05-01T00:00:00.000Z'),
    validUntil: fc.constantFrom('2025-09-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'),
    rooms,
    exemption: fc.record({
      roles: fc.subarray([...roles], { minLength: 1 }),
      timeZone: fc.constantFrom(...zones),
      hours: fc.array(span, { minLength: 1, maxLength: 3 }),
      closedDays: fc.subarray(['2025-08-13', '2025-12-25']),
      alwaysAsked: fc.subarray([...people], { maxLength: 1 }),
    }),
  })
  .map((changes) => examplePolicy(changes));

interface World extends Omit<ExemptionQuestion, 'policy'> {
  readonly policy: PolicyDocument;
}

const worlds: fc.Arbitrary<World> = fc.record({
  policy: policies,
  station: fc.constantFrom(...stations).map((name) => ({ name, kind: 'lab' as const })),
  addresses: fc.subarray(addresses, { minLength: 1 }),
  clock: instant.map((now) => ({ trusted: true, now, confirmedAt: now })),
  person: fc.option(
    fc.record({ id: fc.constantFrom(...people), roles: fc.subarray([...roles], { maxLength: 2 }) }),
  ),
});

function decide(world: World) {
  const { policy } = world;
  const mark = { institution: policy.institution, version: policy.version, digest: 'd' };
  const state = judgePolicy({
    policy,
    digest: 'd',
    institution: 'example-u',
    highest: mark,
    now: new Date(world.clock.now),
  });
  return decideExemption({ ...world, policy: state });
}

/** A restriction of a world, chosen by a number that says which element it concerns. */
type Restriction = (world: World, pick: number) => World;

function without<T>(list: readonly T[], pick: number): T[] {
  return list.filter((_, index) => index !== pick % Math.max(1, list.length));
}

function exempting(change: (exemption: PolicyDocument['exemption'], pick: number, world: World) => object) {
  return (world: World, pick: number): World => ({
    ...world,
    policy: {
      ...world.policy,
      exemption: { ...world.policy.exemption, ...change(world.policy.exemption, pick, world) },
    },
  });
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

const restrictions: Record<string, Restriction> = {
  'remove a role': exempting(({ roles: all }, pick) => ({ roles: without(all, pick) })),
  'remove a span of hours': exempting(({ hours }, pick) => ({ hours: without(hours, pick) })),
  'start a span later': exempting(({ hours }, pick) => ({
    hours: hours.map((one) => ({
      ...one,
      from: clockTime(Math.min(1439, minutesOf(one.from) + (pick % 300))),
    })),
  })),
  'end a span earlier': exempting(({ hours }, pick) => ({
    hours: hours.map((one) => ({ ...one, to: clockTime(Math.max(0, minutesOf(one.to) - (pick % 300))) })),
  })),
  'take a day from a span': exempting(({ hours }, pick) => ({
    hours: hours.map((one) => ({ ...one, days: without(one.days, pick) })),
  })),
  'close a day': exempting(({ closedDays }, _pick, world) => ({
    closedDays: [...closedDays, world.clock.now.slice(0, 10)],
  })),
  'always ask a person': exempting(({ alwaysAsked }, pick) => ({
    alwaysAsked: [...alwaysAsked, people[pick % people.length]],
  })),
  'remove a room': (world, pick) => ({
    ...world,
    policy: { ...world.policy, rooms: without(world.policy.rooms, pick) },
  }),
  'remove a station from its room': (world, pick) => ({
    ...world,
    policy: {
      ...world.policy,
      rooms: world.policy.rooms.map((room) => ({ ...room, stations: without(room.stations, pick) })),
    },
  }),
  'remove a network': (world, pick) => ({
    ...world,
    policy: {
      ...world.policy,
      rooms: world.policy.rooms.map((room) => ({ ...room, networks: without(room.networks, pick) })),
    },
  }),
  'name the station in one more room': (world) => ({
    ...world,
    policy: {
      ...world.policy,
      rooms: [
        ...world.policy.rooms,
        ...world.policy.rooms
          .filter((room) => room.stations.includes(world.station?.name ?? ''))
          .map((room) => ({ ...room, id: 'other', networks: ['192.0.2.0/25'] })),
      ],
    },
  }),
  'start later': (world) => ({
    ...world,
    policy: { ...world.policy, validFrom: '2025-07-01T00:00:00.000Z' },
  }),
  'end earlier': (world) => ({
    ...world,
    policy: { ...world.policy, validUntil: '2025-06-01T00:00:00.000Z' },
  }),
  'give the person another role': (world, pick) => ({
    ...world,
    person:
      world.person === null || world.person.roles.length === 0
        ? world.person
        : { ...world.person, roles: [...world.person.roles, roles[pick % roles.length]!] },
  }),
  'lose an address': (world, pick) => ({ ...world, addresses: without(world.addresses, pick) }),
  'distrust the clock': (world) => ({ ...world, clock: { ...world.clock, trusted: false } }),
  'lose the enrolment': (world) => ({ ...world, station: null }),
  'make it a counter': (world) => ({
    ...world,
    station: world.station === null ? null : { ...world.station, kind: 'counter' },
  }),
};

describe('I6: a restriction never opens anything', () => {
  test.each(Object.entries(restrictions))('%s', (_name, restrict) => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, pick) => {
        expect(decide(world).exempt || !decide(restrict(world, pick)).exempt).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('asking about a person opens nothing that is closed for the place', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(decide({ ...world, person: null }).exempt || !decide(world).exempt).toBe(true);
      }),
    );
  });
});

test('I6: exempt exactly when every reason holds; the generated worlds hold both', () => {
  let exempt = 0;
  let refused = 0;
  fc.assert(
    fc.property(worlds, (world) => {
      const decision = decide(world);
      if (decision.exempt) exempt += 1;
      else refused += 1;
      expect(decision.exempt).toBe(decision.reasons.every((reason) => reason.holds));
    }),
    { numRuns: 2000 },
  );
  expect(exempt).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(20);
});
