import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CommandEnvelope, commandDigest, commandEnvelope } from '../../../main/exchange/command.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, verificationKey } from '../../../main/exchange/signing-key.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  operator,
  type SigningClient,
  signingClient,
  stationKey,
} from '../staff/counter-station.ts';
import { card, codeOf, otherId, value } from './counter-desk.ts';

const account = 'S-1-5-21-1004336348-1177238915-682003330-1001';
const caller = { account, shared: false };
const signers = {
  a: createWebAuthnSigner(),
  b: createWebAuthnSigner(),
  c: createWebAuthnSigner(),
  visitor: createWebAuthnSigner(),
  helloA: createWebAuthnSigner(),
  helloB: createWebAuthnSigner(),
};
const binding = { station: 'counter-1', account };
const operators = [
  operator('op-a', [signers.a.credential, { ...signers.helloA.credential, binding }], { person: 'S1002' }),
  operator('op-b', [signers.b.credential, { ...signers.helloB.credential, binding }]),
  // The same person as op-a under another name, and the visitor of the cases below.
  operator('op-c', [signers.c.credential], { person: 'S1002' }),
  operator('op-v', [signers.visitor.credential], { person: 'S1001' }),
];
const always = (people: string[] | undefined, roles?: 'student'[]) => {
  const policy = examplePolicy({
    operatorRegistry: { maximumAgeHours: 24 },
    operatorSession: { lockOnKeyRemoval: false, platformAuthenticators: 'bound', sharedAccounts: [] },
  });
  const alwaysSecondApproval = {
    ...(people === undefined ? {} : { people }),
    ...(roles === undefined ? {} : { roles }),
  };
  return { ...policy, suspension: { ...policy.suspension, alwaysSecondApproval } };
};

let client: SigningClient;
let station: CounterStation;
beforeEach(async () => {
  client = signingClient(signers.a);
  station = createCounterStation({ client, operators });
  station.policy.state = { state: 'valid', policy: always(['S1001']) };
  value(await station.now.staff.signIn());
});
afterEach(() => station.remove());

const decided = (personId = 'S1001', hours = 24) => {
  const { counter } = station.now;
  const { id: caseId } = value(counter.open({ personId, reason: 'forgotten' }));
  value(counter.recordCheck({ caseId, documents: [card] }));
  value(counter.decide({ caseId, until: new Date(station.time.wall + hours * hour).toISOString() }));
  return caseId;
};
const signedOnce = async (personId = 'S1001') => {
  const caseId = decided(personId);
  expect(value(await station.now.counter.sign({ caseId })).state).toBe('approving');
  expect(station.now.outbox.depth()).toBe(0);
  return caseId;
};
const approve = (caseId: string, who: keyof typeof signers) => {
  client.signer = signers[who];
  return station.now.approvals.approve({ caseId });
};
const envelopes = (): CommandEnvelope[] =>
  station.now.outbox
    .list(50)
    .map(({ envelope }) =>
      value(
        verifyDocument(
          'madoguchi-command+jws',
          envelope,
          verificationKey(exportPublicJwk(stationKey)),
          commandEnvelope,
          'hub/envelope-refused',
        ),
      ),
    );

describe('a second operator’s touch', () => {
  test('queues the command with both signatures over one digest, and says who approved (I1, I8)', async () => {
    const caseId = await signedOnce();
    expect(value(station.now.counter.current())?.approval).toMatchObject({ reason: 'privileged' });
    expect(value(await approve(caseId, 'b'))).toMatchObject({
      state: 'signed',
      command: { state: 'queued' },
    });
    const [queued] = envelopes();
    const challengeOf = (given: CommandEnvelope['assertion'] | undefined) =>
      JSON.parse(Buffer.from(given?.response.clientDataJSON ?? '', 'base64url').toString()).challenge;
    const { digest } = commandDigest(queued!.command);
    expect([queued!.assertion, queued!.approvals?.[0]].map(challengeOf)).toEqual([digest, digest]);
    expect(queued!.command.operator).toBe('op-a');
    expect(station.audited().findLast(({ kind }) => kind === 'command-queued')?.facts).toMatchObject({
      approvedBy: 'op-b',
    });
  });

  test.each([
    ['the first operator again', 'a', 'case/approval-own'],
    ['the same person under another name', 'c', 'case/approval-own'],
    ['the visitor', 'visitor', 'case/own-account'],
  ] as const)('is never that of %s (I4)', async (_, who, code) => {
    const caseId = await signedOnce();
    expect(codeOf(await approve(caseId, who))).toBe(code);
    expect(station.now.outbox.depth()).toBe(0);
    expect(value(await approve(caseId, 'b')).state).toBe('signed');
  });

  test('never comes from the same desktop account: two people who know one PIN count once (I4)', async () => {
    const { counter, approvals } = station.now;
    const caseId = decided();
    const answered = (
      request: { ceremonyId: string; options: { challenge: string; rpId: string } },
      signer: keyof typeof signers,
    ) => ({
      caseId,
      answer: {
        ceremonyId: request.ceremonyId,
        assertion: signers[signer].assert({
          challenge: request.options.challenge,
          rpId: request.options.rpId,
          attachment: 'platform',
        }),
      },
    });
    const first = value(await counter.signOptions({ caseId }, caller));
    expect(value(await counter.signWith(answered(first, 'helloA'), caller)).state).toBe('approving');
    const second = value(await approvals.approveOptions({ caseId }, caller));
    expect(codeOf(await approvals.approveWith(answered(second, 'helloB'), caller))).toBe(
      'case/approval-same-account',
    );
    expect(station.now.outbox.depth()).toBe(0);
    expect(value(await approve(caseId, 'b')).state).toBe('signed');
  });

  test('a ceremony for a signature is none for an approval', async () => {
    const caseId = decided();
    const request = value(await station.now.counter.signOptions({ caseId }, caller));
    value(await station.now.counter.sign({ caseId }));
    const assertion = signers.b.assert({ challenge: request.options.challenge, rpId: request.options.rpId });
    expect(
      codeOf(
        await station.now.approvals.approveWith(
          { caseId, answer: { ceremonyId: request.ceremonyId, assertion } },
          caller,
        ),
      ),
    ).toBe('staff/ceremony-gone');
    expect(station.now.outbox.depth()).toBe(0);
  });

  test('counts for nothing once the first operator is revoked, and that of a revoked one neither', async () => {
    const caseId = await signedOnce();
    const revokedAt = new Date(station.time.wall).toISOString();
    station.setOperators(operators.map((one) => (one.id === 'op-b' ? { ...one, revokedAt } : one)));
    expect(codeOf(await approve(caseId, 'b'))).toBe('staff/unknown-credential');
    station.setOperators(operators);
    station.now.staff.signOut();
    client.signer = signers.b;
    value(await station.now.staff.signIn());
    station.setOperators(operators.map((one) => (one.id === 'op-a' ? { ...one, revokedAt } : one)));
    expect(codeOf(await approve(caseId, 'b'))).toBe('case/approval-over');
    expect(station.now.outbox.depth()).toBe(0);
  });

  test('nothing that was signed once can be changed any more', async () => {
    const caseId = await signedOnce();
    const { counter } = station.now;
    const until = new Date(station.time.wall + hour).toISOString();
    expect(codeOf(counter.recordCheck({ caseId, documents: [card] }))).toBe('case/none');
    expect(codeOf(counter.decide({ caseId, until }))).toBe('case/none');
    expect(codeOf(await counter.sign({ caseId }))).toBe('case/not-decided');
  });

  test('is asked for where the hub refused for want of it, though this station knows of no repeat', async () => {
    station.policy.state = { state: 'valid', policy: always(undefined) };
    const { counter, outbox } = station.now;
    const caseId = decided();
    const { command } = value(await counter.sign({ caseId }));
    station.now.store.write((database) =>
      outbox.recordAnswer(database, {
        id: command!.id,
        result: 'refused',
        code: 'case/second-approval-needed',
      }),
    );
    counter.close({ caseId });
    expect(value(await counter.sign({ caseId: decided() })).state).toBe('approving');
  });

  test('is asked of everyone of a role that the policy names', async () => {
    station.policy.state = { state: 'valid', policy: always(undefined, ['student']) };
    await signedOnce('S1003');
  });
});

describe('a case that is left for a second operator', () => {
  test('clears the desk, survives a restart, and is taken up by whoever is there (I10)', async () => {
    const caseId = await signedOnce();
    value(station.now.approvals.setAside({ caseId }));
    expect(value(station.now.counter.current())).toBeNull();
    const other = value(station.now.counter.open({ personId: 'S1003', reason: 'other' }));
    expect(codeOf(station.now.approvals.takeUp({ caseId }))).toBe('case/already-open');
    value(station.now.counter.close({ caseId: other.id }));
    station.restart();
    client.signer = signers.b;
    value(await station.now.staff.signIn());
    expect(value(station.now.approvals.waiting())).toMatchObject([{ caseId, person: { id: 'S1001' } }]);
    expect(value(station.now.approvals.takeUp({ caseId })).state).toBe('approving');
    expect(value(await approve(caseId, 'b')).state).toBe('signed');
    expect(envelopes()[0]?.approvals).toHaveLength(1);
    expect(value(station.now.approvals.waiting())).toEqual([]);
  });

  test('is over when its command could no longer arrive in time, and is closed on record (I2)', async () => {
    const caseId = await signedOnce();
    value(station.now.approvals.setAside({ caseId }));
    const [waiting] = value(station.now.approvals.waiting());
    station.pass(Date.parse(waiting!.expiresAt) - station.time.wall);
    client.signer = signers.b;
    station.now.clock.confirm(new Date(station.time.wall), 0);
    station.setRegistryCurrent();
    value(await station.now.staff.signIn());
    expect(codeOf(station.now.approvals.takeUp({ caseId }))).toBe('case/approval-over');
    expect(value(station.now.approvals.waiting())).toEqual([]);
    expect(station.audited().at(-1)).toMatchObject({ kind: 'case-closed', facts: { state: 'waiting' } });
    expect(codeOf(station.now.approvals.takeUp({ caseId }))).toBe('case/none');
  });

  test('is not taken up by the visitor (I4)', async () => {
    const caseId = await signedOnce();
    value(station.now.approvals.setAside({ caseId }));
    station.now.staff.signOut();
    client.signer = signers.visitor;
    value(await station.now.staff.signIn());
    expect(codeOf(station.now.approvals.takeUp({ caseId }))).toBe('case/own-account');
  });

  test('one that is unknown, or was not signed, is neither left nor approved', async () => {
    const caseId = decided();
    expect(codeOf(station.now.approvals.setAside({ caseId }))).toBe('case/not-decided');
    expect(codeOf(await approve(caseId, 'b'))).toBe('case/not-decided');
    expect(codeOf(station.now.approvals.takeUp({ caseId: otherId }))).toBe('case/already-open');
  });
});

test('no sequence of calls queues a command that needs two approvals with fewer (I4, I1)', {
  timeout: 180_000,
}, async () => {
  type Step = [
    'open' | 'check' | 'decide' | 'sign' | 'approve' | 'aside' | 'takeUp' | 'close' | 'signIn',
    keyof typeof signers,
  ];
  const anyStep: fc.Arbitrary<Step> = fc.tuple(
    // The way to the end more often than the ways off it, so that ends are reached.
    fc.constantFrom<Step[0]>(
      'open',
      'check',
      'decide',
      'sign',
      'approve',
      'approve',
      'aside',
      'takeUp',
      'close',
      'signIn',
    ),
    fc.constantFrom<Step[1]>('a', 'b', 'c', 'visitor'),
  );
  // Often a case that is signed once already, and then anything at all.
  const once: readonly Step[] = (['open', 'check', 'decide', 'sign'] as const).map((step) => [step, 'a']);
  const anyWay = fc
    .tuple(fc.boolean(), fc.array(anyStep, { maxLength: 8 }))
    .map(([signed, steps]) => [...(signed ? once : []), ...steps]);
  let queued = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyWay, { minLength: 1, maxLength: 6 }), async (ways) => {
      const steps = ways.flat();
      const { counter, approvals, staff } = station.now;
      const before = station.now.outbox.depth();
      let caseId = otherId;
      for (const [step, who] of steps) {
        client.signer = signers[who];
        const until = new Date(station.time.wall + hour).toISOString();
        const current = counter.current();
        if (current.ok && current.value !== null) caseId = current.value.id;
        if (step === 'open') counter.open({ personId: 'S1001', reason: 'other' });
        else if (step === 'check') counter.recordCheck({ caseId, documents: [card] });
        else if (step === 'decide') counter.decide({ caseId, until });
        else if (step === 'sign') await counter.sign({ caseId });
        else if (step === 'approve') await approvals.approve({ caseId });
        else if (step === 'aside') approvals.setAside({ caseId });
        else if (step === 'takeUp') approvals.takeUp({ caseId });
        else if (step === 'close') counter.close({ caseId });
        else {
          staff.signOut();
          await staff.signIn();
        }
      }
      const added = envelopes().slice(0, station.now.outbox.depth() - before);
      queued += added.length;
      for (const { assertion, approvals: given = [] } of added) {
        const owners = [assertion, ...given].map(
          ({ id }) => operators.find(({ credentials }) => credentials.some((one) => one.id === id))!,
        );
        expect(new Set(owners.map(({ id }) => id)).size).toBe(2);
        const people = owners.map(({ person }) => person).filter((one) => one !== null);
        expect(new Set(people).size).toBe(people.length);
        expect(people).not.toContain('S1001');
      }
    }),
    { numRuns: 80, seed: 20250610 },
  );
  // It was said of commands that really came through.
  expect(queued).toBeGreaterThan(5);
});
