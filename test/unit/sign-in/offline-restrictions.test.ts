import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createExemption } from '../../../main/agent/policy/exemption.ts';
import type { PolicyState } from '../../../main/agent/ports.ts';
import { createOfflineSignIn } from '../../../main/agent/sign-in/offline-sign-in.ts';
import type { DirectoryPerson } from '../../../main/directory/directory.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import { createTestIdentity, createTestTime, openTestStore } from './station-rig.ts';

const password = 'Correct-Horse-9';
const hour = 3600;
const always = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' };
const logins = ['taro', 'hanako', 'jiro'] as const;
const person = (login: string): DirectoryPerson => ({
  id: `ID-${login}`,
  login,
  displayName: login,
  roles: ['student'],
  groups: login === 'jiro' ? ['lab', 'watched'] : ['lab'],
});

const store = openTestStore();
afterAll(() => store.close());

/** What happened at a station: who signed in online, how many hours apart, and how long ago the last one was. */
const stories = fc.record({
  visits: fc.array(fc.tuple(fc.constantFrom(...logins), fc.integer({ min: 0, max: 20 })), {
    minLength: 1,
    maxLength: 4,
  }),
  hoursSince: fc.integer({ min: 0, max: 20 }),
  offline: fc.record({
    maximumAgeHours: fc.integer({ min: 6, max: 48 }),
    maximumPeople: fc.integer({ min: 1, max: 3 }),
  }),
});
type Story = typeof stories extends fc.Arbitrary<infer Told> ? Told : never;

function openPolicy({ offline }: Story): PolicyDocument {
  const base = examplePolicy({ validUntil: '2026-04-01T00:00:00.000Z', offline });
  return { ...base, exemption: { ...base.exemption, hours: [always], closedDays: [], alwaysAsked: [] } };
}

type Narrowing = (policy: PolicyDocument, pick: number) => PolicyDocument;
const narrowedOffline =
  (
    change: (offline: NonNullable<PolicyDocument['offline']>, pick: number) => PolicyDocument['offline'],
  ): Narrowing =>
  (policy, pick) => ({
    ...policy,
    offline: policy.offline === undefined ? undefined : change(policy.offline, pick),
  });
const narrowedExemption =
  (
    change: (exemption: PolicyDocument['exemption'], pick: number) => Partial<PolicyDocument['exemption']>,
  ): Narrowing =>
  (policy, pick) => ({
    ...policy,
    exemption: { ...policy.exemption, ...change(policy.exemption, pick) },
  });

/** What a policy can narrow of signing in without the directory by itself … */
const ofOffline: Readonly<Record<string, Narrowing>> = {
  'permit none': narrowedOffline(() => undefined),
  'a shorter age': narrowedOffline((offline, pick) => ({
    ...offline,
    maximumAgeHours: Math.max(1, offline.maximumAgeHours - (pick % 48)),
  })),
  'fewer people': narrowedOffline((offline, pick) => ({
    ...offline,
    maximumPeople: Math.max(1, offline.maximumPeople - (pick % 3)),
  })),
};
/** … and of the exemption, without which it opens nothing. */
const ofExemption: Readonly<Record<string, Narrowing>> = {
  'always ask a person': narrowedExemption((_, pick) => ({
    alwaysAsked: [`ID-${logins[pick % logins.length]}`],
  })),
  'exempt no role': narrowedExemption(() => ({ roles: [] })),
  'ask a group': narrowedExemption(() => ({ groups: { asked: ['watched'] } })),
  'need a group': narrowedExemption(() => ({ groups: { exempt: ['watched'] } })),
  'close for good': narrowedExemption(() => ({ hours: [] })),
  'no room': (policy) => ({ ...policy, rooms: [] }),
  'another network': (policy) => ({
    ...policy,
    rooms: policy.rooms.map((room) => ({ ...room, networks: ['198.51.100.0/24'] })),
  }),
  'end its validity': (policy) => ({ ...policy, validUntil: policy.validFrom }),
};

/** Who gets in at last, with the directory out of reach: `before` is the policy of the visits, `now` that of today. */
async function whoGetsIn(
  story: Story,
  before: PolicyDocument,
  now: PolicyDocument,
  clockTrusted = true,
): Promise<readonly string[]> {
  store.write((database) => database.run('DELETE FROM offline_verifier'));
  const time = createTestTime();
  const { identity } = createTestIdentity();
  let policy = before;
  const source = {
    current: (): PolicyState =>
      time.clock.now().getTime() < Date.parse(policy.validUntil)
        ? { state: 'valid', policy }
        : { state: 'invalid', reason: 'policy-expired', policy },
  };
  const ports = { store, clock: time.clock, policy: source, identity };
  const exemption = createExemption({ ...ports, addresses: () => ['192.0.2.17'] });
  const offline = createOfflineSignIn({ ...ports, onBug: (error) => expect.fail(String(error)) });
  for (const [login, hoursAfter] of story.visits) {
    time.pass(hoursAfter * hour);
    offline.keep(login, password, person(login), exemption.decide(person(login)));
    await offline.settled();
  }
  time.pass(story.hoursSince * hour);
  time.trust(clockTrusted);
  policy = now;
  offline.prune();
  const inside: string[] = [];
  for (const login of logins) {
    const answer = await offline.verify(login, password);
    // As at sign-in: the exemption is decided anew, about the person whom the verifier remembers.
    if (answer.state === 'accepted' && exemption.decide(answer.person).exempt) inside.push(login);
  }
  return inside;
}

let someGotIn = 0;
const narrowsOnly = (narrowings: Readonly<Record<string, Narrowing>>, alsoBefore: boolean) =>
  fc.asyncProperty(
    stories,
    fc.constantFrom(...Object.keys(narrowings)),
    fc.nat(),
    async (story, name, pick) => {
      const open = openPolicy(story);
      const narrow = narrowings[name]!(open, pick);
      const inside = await whoGetsIn(story, open, open);
      someGotIn += inside.length;
      expect(inside).toEqual(
        expect.arrayContaining([...(await whoGetsIn(story, alsoBefore ? narrow : open, narrow))]),
      );
    },
  );

test('I6: what narrows offline sign-in lets in nobody new, whether it was said before or after they came', async () => {
  await fc.assert(narrowsOnly(ofOffline, false), { numRuns: 25 });
  await fc.assert(narrowsOnly(ofOffline, true), { numRuns: 25 });
  expect(someGotIn).toBeGreaterThan(10);
}, 60_000);

test('I6: what narrows the exemption narrows offline sign-in too, and so does a clock that is not trusted', async () => {
  await fc.assert(narrowsOnly(ofExemption, false), { numRuns: 40 });
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const open = openPolicy(story);
      expect(await whoGetsIn(story, open, open, false)).toEqual([]);
    }),
    { numRuns: 10 },
  );
}, 60_000);
