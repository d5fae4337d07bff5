import { expect, test } from 'vitest';
import type { Provider } from '../../../main/provider/provider.ts';

/** A service that is out of order for one request: its own fault, an answer that breaks off, a page that is none. */
const passingFaults = ['fail', 'cut', 'babble'] as const;
export type PassingFault = (typeof passingFaults)[number];

/** A provider with what stands behind it; a fresh state for each test. */
export interface ProviderBed {
  readonly provider: Provider;
  /** Two people with an account each, whom nobody has suspended yet. */
  readonly people: readonly [string, string];
  /** A well-formed id that nobody has. */
  readonly unknown: string;
  /** A well-formed id of a factor, theirs or not; absent where none is ever removed. */
  readonly factor?: string;
  /** Whether the service itself holds this person exempt, asked for past the connector. */
  isExempt(person: string): boolean | Promise<boolean>;
  /** What an administrator of the service does to a person's account; absent where the bed can't bring it about. */
  readonly administer?: {
    /** The account loses the person's id: it is renamed, merged, or somebody else's. */
    readonly disown: (person: string) => void | Promise<void>;
    readonly remove: (person: string) => void | Promise<void>;
    /** What ending the exemption of an account that is gone answers. */
    readonly gone: 'provider/unknown-person' | 'ok';
  };
  /** What can go wrong with this service, each from the next call on; absent where it can't be brought about. */
  readonly trouble: {
    /** Says that it has had enough, and how many seconds to wait. */
    readonly throttle?: (seconds: number) => void;
    /** Answers with a fault of its own. */
    readonly fail?: () => void | Promise<void>;
    /** Takes connections and answers nothing. */
    readonly hang?: () => void;
    /** Ends connections in the middle of an answer. */
    readonly cut?: () => void;
    /** Answers something that is no answer: a captive network's page. */
    readonly babble?: () => void;
    /** Lets us in no more. */
    readonly expireCredential?: () => void | Promise<void>;
    /** Lets us in but allows nothing. */
    readonly takeRights?: () => void | Promise<void>;
    /** Goes wrong at this one request from now on, the first is 1, and tells whether it came so far. */
    readonly failAt?: (request: number, how: PassingFault) => { readonly struck: () => boolean };
    /** Everything is well again. */
    readonly heal: () => void | Promise<void>;
  };
  stop(): Promise<void>;
}

const within = (milliseconds = 20_000) => AbortSignal.timeout(milliseconds);
const unavailable = { ok: false, code: 'provider/unavailable' };
const refused = { ok: false, code: 'provider/refused' };
const confirmed = { ok: true };

type Answered = { readonly ok: boolean };
type Call = (provider: Provider, person: string) => Promise<Answered>;

/** Every call that this provider offers, by name; none of them is left out of what is promised of troubles. */
function callsOf({ provider, factor }: ProviderBed): readonly (readonly [string, Call])[] {
  const { lookUp, factors, resetFactor, temporaryCode, initialiseTotp, endSessions, exemptNetworks } =
    provider;
  const calls: readonly (readonly [string, Call | undefined])[] = [
    ['suspend', (its, person) => its.suspend(person, within())],
    ['resume', (its, person) => its.resume(person, within())],
    ['status', (its, person) => its.status(person, within())],
    ['listSuspended', (its) => its.listSuspended(within())],
    ['lookUp', lookUp && ((_, person) => lookUp(person, within()))],
    ['factors', factors && ((_, person) => factors(person, within()))],
    [
      'resetFactor',
      resetFactor && factor !== undefined ? (_, person) => resetFactor(person, factor, within()) : undefined,
    ],
    ['temporaryCode', temporaryCode && ((_, person) => temporaryCode(person, 60, within()))],
    ['initialiseTotp', initialiseTotp && ((_, person) => initialiseTotp(person, within()))],
    ['endSessions', endSessions && ((_, person) => endSessions(person, within()))],
    ['exemptNetworks', exemptNetworks && (() => exemptNetworks.list(within()))],
  ];
  return calls.flatMap(([name, call]) => (call === undefined ? [] : [[name, call] as const]));
}

/**
 * What every connector promises, whatever it connects. `open` starts a bed for one test, which the test stops.
 *
 * @param can which kinds of trouble the bed knows; the others' tests are left out, visibly
 */
export function describesProvider(
  open: () => Promise<ProviderBed>,
  can: readonly Exclude<keyof ProviderBed['trouble'], 'heal'>[],
): void {
  const bedded = (name: string, run: (bed: ProviderBed) => Promise<void>) =>
    test(name, async () => {
      const bed = await open();
      try {
        await run(bed);
      } finally {
        await bed.stop();
      }
    });
  /** Only for a provider that can be in this trouble: a directory, for one, knows no throttling. */
  const troubled = (
    kind: Exclude<keyof ProviderBed['trouble'], 'heal'>,
    name: string,
    run: (bed: ProviderBed) => Promise<void>,
  ) => {
    if (can.includes(kind)) bedded(name, run);
  };

  bedded('I5: a suspension that was confirmed is there, and ends', async (bed) => {
    const { provider, people, isExempt } = bed;
    const [person, other] = people;
    expect(await provider.status(person, within())).toEqual({ ok: true, suspended: false });
    expect(await provider.suspend(person, within())).toMatchObject(confirmed);
    expect(await isExempt(person)).toBe(true);
    expect(await isExempt(other)).toBe(false);
    expect(await provider.status(person, within())).toEqual({ ok: true, suspended: true });
    expect(await provider.status(other, within())).toEqual({ ok: true, suspended: false });
    expect(await provider.resume(person, within())).toMatchObject(confirmed);
    expect(await isExempt(person)).toBe(false);
    expect(await provider.status(person, within())).toEqual({ ok: true, suspended: false });
  });

  bedded(
    'I3: a change that is there already is a success',
    async ({ provider, people: [person], isExempt }) => {
      expect(await provider.resume(person, within())).toMatchObject(confirmed);
      expect(await provider.suspend(person, within())).toMatchObject(confirmed);
      expect(await provider.suspend(person, within())).toMatchObject(confirmed);
      expect(await isExempt(person)).toBe(true);
      expect(await provider.resume(person, within())).toMatchObject(confirmed);
      expect(await provider.resume(person, within())).toMatchObject(confirmed);
      expect(await isExempt(person)).toBe(false);
    },
  );

  bedded('I3: the same change, many at once, is one', async ({ provider, people: [person], isExempt }) => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => provider.suspend(person, within())));
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);
    expect(await provider.resume(person, within())).toMatchObject(confirmed);
    expect(await isExempt(person)).toBe(false);
  });

  bedded(
    'I2: everyone who is exempt is listed, by their institution’s own id',
    async ({ provider, people }) => {
      expect(await provider.listSuspended(within())).toEqual({ ok: true, people: [] });
      for (const person of people) await provider.suspend(person, within());
      const listed = await provider.listSuspended(within());
      expect(listed.ok && [...listed.people].sort()).toEqual([...people].sort());
      await provider.resume(people[0], within());
      expect(await provider.listSuspended(within())).toEqual({ ok: true, people: [people[1]] });
    },
  );

  bedded('somebody unknown is a typed outcome of every call', async ({ provider, unknown, factor = '' }) => {
    const expected = { ok: false, code: 'provider/unknown-person' };
    expect(await provider.suspend(unknown, within())).toEqual(expected);
    expect(await provider.resume(unknown, within())).toEqual(expected);
    expect(await provider.status(unknown, within())).toEqual(expected);
    if (provider.lookUp) expect(await provider.lookUp(unknown, within())).toEqual(expected);
    if (provider.resetFactor && factor !== '')
      expect(await provider.resetFactor(unknown, factor, within())).toEqual(expected);
    if (provider.factors) expect(await provider.factors(unknown, within())).toEqual(expected);
    if (provider.endSessions) expect(await provider.endSessions(unknown, within())).toEqual(expected);
    if (provider.temporaryCode) expect(await provider.temporaryCode(unknown, 60, within())).toEqual(expected);
    if (provider.initialiseTotp) expect(await provider.initialiseTotp(unknown, within())).toEqual(expected);
  });

  bedded('an id that is made to mean more than itself is nobody', async ({ provider, people, unknown }) => {
    await provider.suspend(people[0], within());
    const crafted = [
      '*',
      `${people[0]}*`,
      `${unknown})(uid=*`,
      `${unknown}" or profile.employeeNumber pr or profile.login eq "`,
      `${unknown}' or employeeId ne '`,
      '../../groups',
      `${people[0]}/../${people[1]}`,
      `${people[0]}\n`,
      `${people[0]}\0`,
      '',
      'x'.repeat(5000),
    ];
    for (const person of crafted) {
      const answer = await provider.suspend(person, within());
      expect(answer, JSON.stringify(person)).toMatchObject({ ok: false });
      expect(await provider.resume(person, within())).toMatchObject({ ok: false });
    }
    expect(await provider.listSuspended(within())).toEqual({ ok: true, people: [people[0]] });
  });

  bedded('I2: an account that is the person’s no more is ended by the provider’s own id', async (bed) => {
    const { provider, administer, isExempt } = bed;
    const [person, other] = bed.people;
    if (administer === undefined) return;
    const answer = await provider.suspend(person, within());
    await provider.suspend(other, within());
    const account = answer.ok ? (answer.account ?? '') : '';
    expect(account).not.toBe('');
    expect(await provider.suspend(person, within())).toMatchObject({ account });
    if (provider.lookUp) expect(await provider.lookUp(person, within())).toMatchObject({ ok: true });
    await administer.disown(person);
    expect(await isExempt(person)).toBe(true);
    expect(await provider.resumeAccount(account, within())).toMatchObject(confirmed);
    expect(await isExempt(person)).toBe(false);
    expect(await provider.resumeAccount(account, within())).toMatchObject(confirmed);
    expect(await isExempt(other)).toBe(true);
    for (const crafted of ['', '*', '../../groups', `${account}/../x`, `${account}\n`, 'x'.repeat(5000)])
      expect(await provider.resumeAccount(crafted, within()), crafted).toMatchObject({ ok: false });
    expect(await isExempt(other)).toBe(true);
  });

  bedded(
    'an account that is gone exempts nobody, and one that can’t be asked for is not gone',
    async (bed) => {
      const { provider, administer, trouble } = bed;
      const [person] = bed.people;
      if (administer === undefined) return;
      const answer = await provider.suspend(person, within());
      const account = answer.ok ? (answer.account ?? '') : '';
      await trouble.fail?.();
      if (trouble.fail) expect(await provider.resumeAccount(account, within())).toMatchObject(unavailable);
      await trouble.heal();
      await administer.remove(person);
      const gone = await provider.resumeAccount(account, within());
      expect(gone.ok ? 'ok' : gone.code).toBe(administer.gone);
    },
  );

  bedded('health', async ({ provider }) => {
    expect(await provider.health(within())).toEqual({ ok: true });
  });

  bedded('a call that was given up before it began changes nothing', async (bed) => {
    const { provider, people, isExempt } = bed;
    expect(await provider.suspend(people[0], AbortSignal.abort())).toEqual(unavailable);
    expect(await isExempt(people[0])).toBe(false);
    expect(await provider.health(AbortSignal.abort())).toEqual({ ok: false });
  });

  troubled('throttle', 'a limit says how long to wait, and nothing was done', async (bed) => {
    const { provider, people, isExempt, trouble } = bed;
    trouble.throttle?.(30);
    const answer = await provider.suspend(people[0], within());
    expect(answer).toMatchObject(unavailable);
    const wait = answer.ok ? undefined : answer.retryAfterMs;
    expect(wait).toBeGreaterThan(27_000);
    expect(wait).toBeLessThanOrEqual(31_000);
    expect(await isExempt(people[0])).toBe(false);
    for (const [name, call] of callsOf(bed))
      expect(await call(provider, people[1]), name).toMatchObject({
        ...unavailable,
        retryAfterMs: expect.any(Number),
      });
    await trouble.heal();
    expect(await provider.suspend(people[0], within())).toMatchObject(confirmed);
  });

  const passing = [
    ['fail', 'a fault of the service'],
    ['cut', 'a connection that is cut'],
    ['babble', 'a page that is no answer'],
  ] as const;
  for (const [kind, name] of passing)
    troubled(kind, `${name} is unavailable, never a success, and passes (I5)`, async (bed) => {
      const { provider, people, trouble } = bed;
      expect(await provider.suspend(people[0], within())).toMatchObject(confirmed);
      await trouble[kind]?.();
      for (const [name, call] of callsOf(bed)) {
        expect(await call(provider, people[0]), name).toMatchObject(unavailable);
        expect(await call(provider, people[1]), name).toMatchObject(unavailable);
      }
      expect(await provider.health(within())).toEqual({ ok: false });
      await trouble.heal();
      expect(await provider.resume(people[0], within())).toMatchObject(confirmed);
      expect(await provider.health(within())).toEqual({ ok: true });
    });

  // A partial outage: one of the requests that a call takes fails, whichever it is, and all the others are answered.
  for (const how of passingFaults)
    troubled(
      'failAt',
      `${how} at any one request of a call is no success that isn’t one (I5)`,
      async (first) => {
        for (const [name] of callsOf(first))
          for (let request = 1; ; request += 1) {
            const bed = await open();
            try {
              const call = callsOf(bed).find(([each]) => each === name)?.[1];
              if (call === undefined || bed.trouble.failAt === undefined) throw new Error(`no ${name}`);
              const { provider, people, isExempt } = bed;
              const [person] = people;
              // What is ended has to be there first.
              if (name === 'resume')
                expect(await provider.suspend(person, within())).toMatchObject(confirmed);
              const { struck } = bed.trouble.failAt(request, how);
              const answer = await call(provider, person);
              const at = `${name}, request ${request}`;
              if (!struck()) {
                expect(answer, at).toMatchObject(confirmed);
                break;
              }
              expect(answer, at).toMatchObject(unavailable);
              if (name === 'suspend' || name === 'resume') {
                expect(await call(provider, person), at).toMatchObject(confirmed);
                expect(await isExempt(person), at).toBe(name === 'suspend');
              }
            } finally {
              await bed.stop();
            }
          }
      },
    );

  troubled(
    'hang',
    'a service that doesn’t answer is left, by the caller’s limit and by its own',
    async (bed) => {
      const { provider, people, trouble } = bed;
      trouble.hang?.();
      const begun = performance.now();
      expect(await provider.suspend(people[0], within(200))).toMatchObject(unavailable);
      expect(performance.now() - begun).toBeLessThan(2000);
      // The bed gives its connector a limit of a second or less.
      expect(await provider.resume(people[0], new AbortController().signal)).toMatchObject(unavailable);
      expect(performance.now() - begun).toBeLessThan(15_000);
      await trouble.heal();
      expect(await provider.suspend(people[0], within())).toMatchObject(confirmed);
    },
  );

  const refusing = [
    ['expireCredential', 'a credential that is no good any more'],
    ['takeRights', 'rights that are missing'],
  ] as const;
  for (const [kind, name] of refusing)
    troubled(kind, `${name} is a refusal, on every call`, async (bed) => {
      const { provider, people, isExempt, trouble } = bed;
      await trouble[kind]?.();
      for (const [name, call] of callsOf(bed)) expect(await call(provider, people[0]), name).toEqual(refused);
      expect(await provider.health(within())).toEqual({ ok: false });
      expect(await isExempt(people[0])).toBe(false);
    });
}
