import fc from 'fast-check';
import { decideExemption, type ExemptionQuestion } from '../../../main/agent/policy/decide-exemption.ts';
import { judgePolicy } from '../../../main/agent/policy/judge-policy.ts';
import type { PolicyState } from '../../../main/agent/ports.ts';
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
export const roles: readonly Role[] = ['student', 'staff', 'faculty', 'guest'];
export const people = ['S1', 'S2', 'S3'] as const;
/** Spellings of four groups: two of them are one. */
export const groups = ['Lab users', 'LAB  users', 'admins', 'cn=a,dc=b', 'CN=A, DC=B'] as const;
const zones = ['Asia/Tokyo', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC'] as const;

const instant = fc
  .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2025, 11, 31) })
  .map((ms) => new Date(ms).toISOString());
const minute = (max: number) => fc.integer({ min: 0, max });
export const clockTime = (minutes: number) =>
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

export const policies = fc
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
      exemptPeople: fc.subarray([...people], { maxLength: 1 }),
      groups: fc.record(
        {
          exempt: fc.subarray([...groups], { minLength: 1 }),
          asked: fc.subarray([...groups], { minLength: 1, maxLength: 1 }),
        },
        { requiredKeys: [] },
      ),
    }),
  })
  .map((changes) => examplePolicy(changes));

export interface World extends Omit<ExemptionQuestion, 'policy'> {
  readonly policy: PolicyDocument;
  /** What is wrong with the policy itself, rather than said in it; nothing where it is not given. */
  readonly standing?: 'missing' | 'unsigned' | 'behind' | 'differs' | 'never-accepted' | 'of-another';
}

export const worlds: fc.Arbitrary<World> = fc.record({
  policy: policies,
  station: fc.constantFrom(...stations).map((name) => ({ name, kind: 'lab' as const })),
  addresses: fc.subarray(addresses, { minLength: 1 }),
  clock: instant.map((now) => ({ trusted: true, now, confirmedAt: now })),
  person: fc.option(
    fc.record({
      id: fc.constantFrom(...people),
      roles: fc.subarray([...roles], { maxLength: 2 }),
      groups: fc.subarray([...groups], { maxLength: 3 }),
    }),
  ),
});

/** What a station has of the world's policy, judged at the world's moment. */
function policyStateIn({ policy, standing, clock }: World): PolicyState {
  if (standing === 'missing') return { state: 'invalid', reason: 'policy-missing', policy: null };
  if (standing === 'unsigned') return { state: 'invalid', reason: 'policy-signature', policy: null };
  const mark = {
    institution: policy.institution,
    version: policy.version + (standing === 'behind' ? 1 : 0),
    digest: standing === 'differs' ? 'other' : 'd',
  };
  return judgePolicy({
    policy,
    digest: 'd',
    institution: standing === 'of-another' ? 'another-u' : 'example-u',
    highest: standing === 'never-accepted' ? null : mark,
    now: new Date(clock.now),
  });
}

/** What a station decides in a world. */
export function decide(world: World) {
  return decideExemption({ ...world, policy: policyStateIn(world) });
}
