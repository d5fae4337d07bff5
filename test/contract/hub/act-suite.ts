import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Command,
  commandDigest,
  type NewTotpCommand,
  type RequestCommand,
  type ResetFactorsCommand,
  type TemporaryCodeCommand,
} from '../../../main/exchange/command.ts';
import { issueResponse, requestsResponse } from '../../../main/exchange/issue-interface.ts';
import { createAnswerOpener } from '../../../main/exchange/sealed-answer.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { listReviews } from '../../../main/hub/reviews/reviews.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { Provider, ProviderFactor } from '../../../main/provider/provider.ts';
import type { SimulatedProvider } from '../../../main/provider/simulated.ts';
import { createHubBed, type HubBed, proofOf, type TestOperator, type TestStation } from './hub-bed.ts';
import { hour, rpId, suspensionOf } from './hub-documents.ts';

const registeredAt = '2024-04-08T01:00:00.000Z';
const app: ProviderFactor = { id: 'app', kind: 'totp', label: '', counts: true, registeredAt };
const sms: ProviderFactor = { id: 'sms', kind: 'sms', label: '•••20', counts: true, registeredAt };
const chosen = ({ id, kind, label, registeredAt: at }: ProviderFactor) => ({
  id,
  kind,
  label,
  registeredAt: at,
});

/** What is decided beside a suspension: each kind with its refusals, and with a hub that dies in between. */
export function describeActs(database: () => HubDatabase): void {
  let bed: HubBed;
  let station: TestStation;
  let operator: TestOperator;
  let person: string;
  const prepare = async (bend: (simulated: SimulatedProvider) => Provider = (simulated) => simulated) => {
    bed = await createHubBed(database(), { provider: bend, factorsOf: () => [app, sms] });
    station = await bed.enrol('counter');
    operator = await bed.operator();
    person = await bed.person();
    await bed.policy();
  };
  beforeEach(() => prepare());
  afterEach(() => bed.close());

  const run = () => bed.hub.reconciler.runDue();
  const common = (subject = person) => {
    const { until: _, kind: __, ...rest } = suspensionOf(bed.now(), station.id, operator.record.id, subject);
    return rest;
  };
  const reset = (change: Partial<ResetFactorsCommand> = {}): ResetFactorsCommand => ({
    ...common(),
    kind: 'reset-factors',
    factors: [chosen(app)],
    ...change,
  });
  const opener = createAnswerOpener();
  const totp = (change: Partial<NewTotpCommand> = {}): NewTotpCommand => ({
    ...common(),
    kind: 'new-totp',
    answerKey: opener.publicKey,
    ...change,
  });
  const code = (change: Partial<TemporaryCodeCommand> = {}): TemporaryCodeCommand => ({
    ...common(),
    kind: 'temporary-code',
    minutes: 60,
    answerKey: opener.publicKey,
    ...change,
  });
  const request = (change: Partial<RequestCommand> = {}): RequestCommand => ({
    ...common(),
    kind: 'request',
    operation: 'reset',
    dueBy: bed.at(72 * hour),
    ...change,
  });
  const answered = async (command: Command, by = operator) => {
    const answer = await bed.issue(station, by, command);
    return answer.code ?? answer.result;
  };
  const told = (command: Command) => bed.outcomes(station, command.id);
  const factorsNow = async (subject = person) => {
    const list = await bed.simulated.factors?.(subject, new AbortController().signal);
    return list?.ok === true ? list.factors.map(({ id }) => id) : null;
  };
  /** Over the road for what is shown once. */
  const issued = async (command: Command, by = operator) => {
    const answer = await bed.send(station, 'POST', '/v1/commands/issue', {
      envelope: bed.envelope(station, by, command),
    });
    if (answer.status !== 200) return { code: (answer.body as { code: string }).code, secret: null };
    const { answer: given, standing, sealed } = issueResponse.parse(answer.body);
    const secret = sealed === null ? null : opener.open(sealed, command.id);
    const ended = standing?.ending ?? standing?.refusal;
    return { code: given.code, state: `${standing?.state} ${ended ?? ''}`.trim(), secret };
  };
  /** A provider whose `name` takes effect and then never answers, once. */
  const dieAfter = async <Name extends 'resetFactor' | 'initialiseTotp' | 'temporaryCode'>(name: Name) => {
    await bed.close();
    let reached: () => void = () => undefined;
    const effect = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let dying = true;
    await prepare((simulated) => {
      const real = simulated[name] as (...given: readonly unknown[]) => Promise<unknown>;
      const bent = async (...given: readonly unknown[]) => {
        const answer = await real(...given);
        if (!dying) return answer;
        dying = false;
        reached();
        const signal = given.at(-1) as AbortSignal;
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      };
      return { ...simulated, [name]: bent } as Provider;
    });
    return { effect };
  };

  describe('a reset of chosen factors', () => {
    it('removes exactly these, and says that it is done', async () => {
      const command = reset();
      expect(await answered(command)).toBe('accepted');
      await run();
      expect(await factorsNow()).toEqual(['sms']);
      expect(await told(command)).toEqual(['accepted', 'ended done']);
      expect(await answered(command)).toBe('replay');
      await run();
      expect(await bed.changes()).toEqual([`factor-removed ${person}`]);
    });

    it('does nothing where an id is not the person’s', async () => {
      const command = reset({ factors: [chosen(app), { ...chosen(sms), id: 'somebody-else' }] });
      expect(await answered(command)).toBe('accepted');
      await run();
      expect(await told(command)).toEqual(['accepted', 'refused reset/factor-unknown']);
      expect(await factorsNow()).toEqual(['app', 'sms']);
    });

    it('leaves alone what was registered anew meanwhile, whatever its id', async () => {
      const command = reset({ factors: [{ ...chosen(app), registeredAt: '2023-01-01T00:00:00.000Z' }] });
      expect(await answered(command)).toBe('accepted');
      await run();
      expect(await told(command)).toEqual(['accepted', 'refused reset/factor-changed']);
      expect(await factorsNow()).toEqual(['app', 'sms']);
    });

    it('converges when the hub died between effect and commit (I3)', async () => {
      const { effect } = await dieAfter('resetFactor');
      const command = reset({ factors: [chosen(app), chosen(sms)] });
      expect(await answered(command)).toBe('accepted');
      const running = run();
      await effect;
      await bed.restart();
      await running;
      expect(await told(command)).toEqual(['accepted']);
      await run();
      expect(await told(command)).toEqual(['accepted', 'ended done']);
      expect(await bed.changes()).toEqual([`factor-removed ${person}`, `factor-removed ${person}`]);
      expect(await factorsNow()).toEqual([]);
    });

    it('waits for a provider that is away, and is not begun after the policy’s hours', async () => {
      bed.simulated.setOutage(true);
      const command = reset();
      expect(await answered(command)).toBe('accepted');
      await run();
      expect(await told(command)).toEqual(['accepted']);
      bed.advance(73 * hour);
      bed.simulated.setOutage(false);
      await run();
      expect(await told(command)).toEqual(['accepted', 'refused hub/too-old']);
      expect(await factorsNow()).toEqual(['app', 'sms']);
    });

    it('says what is true where only part of it could be done', async () => {
      await bed.close();
      await prepare((simulated) => ({
        ...simulated,
        resetFactor: async (subject, id, signal) =>
          id === 'sms'
            ? { ok: false, code: 'provider/refused' }
            : ((await simulated.resetFactor?.(subject, id, signal)) ?? {
                ok: false,
                code: 'provider/unavailable',
              }),
      }));
      const command = reset({ factors: [chosen(app), chosen(sms)] });
      await answered(command);
      await run();
      expect(await told(command)).toEqual(['accepted', 'ended partly']);
      expect(await factorsNow()).toEqual(['sms']);
    });

    it('is not begun in the name of an operator who was revoked', async () => {
      const command = reset();
      await answered(command);
      await bed.hub.administration.revokeOperator(operator.record.id);
      await run();
      expect(await told(command)).toEqual(['accepted', 'refused hub/operator-revoked']);
      expect(await factorsNow()).toEqual(['app', 'sms']);
    });

    it('is refused where the provider cannot do it', async () => {
      await bed.close();
      await prepare(({ resetFactor: _, ...simulated }) => simulated);
      expect(await answered(reset())).toBe('provider/not-configured');
    });
  });

  describe.each(['new-totp', 'temporary-code'] as const)('a %s', (kind) => {
    const command = (change: object = {}) => (kind === 'new-totp' ? totp(change) : code(change));
    const given = kind === 'new-totp' ? 'issued' : 'ended done';
    const change = kind === 'new-totp' ? 'totp-issued' : 'code-issued';
    const call = kind === 'new-totp' ? 'initialiseTotp' : 'temporaryCode';

    it('is given once, to the agent that holds the key alone, and is stored nowhere (I3, I7)', async () => {
      const wanted = command();
      const first = await issued(wanted);
      expect(first).toMatchObject({ code: null, state: given, secret: { kind } });
      const again = await issued(wanted);
      expect(again).toMatchObject({ code: null, state: given, secret: null });
      expect(await bed.changes()).toEqual([`${change} ${person}`]);
      const secret = first.secret?.kind === 'new-totp' ? first.secret.uri : first.secret?.code;
      const whole = await Promise.all(
        (['command', 'feed', 'hub_audit', 'notice'] as const).map((table) =>
          bed.database.kysely.selectFrom(table).selectAll().execute(),
        ),
      );
      expect(JSON.stringify(whole)).not.toContain(secret);
    });

    it('is given once to many requests at a time (I3)', async () => {
      const wanted = command();
      const answers = await Promise.all(Array.from({ length: 4 }, () => issued(wanted)));
      expect(answers.filter(({ secret }) => secret !== null)).toHaveLength(1);
      expect(await bed.changes()).toEqual([`${change} ${person}`]);
    });

    it('never comes out of a queue', async () => {
      expect(await answered(command())).toBe('issue/online-only');
      expect(await bed.changes()).toEqual([]);
    });

    it('is never repeated when the hub died between effect and commit: its result is unknown (I3)', async () => {
      const { effect } = await dieAfter(call);
      const wanted = command();
      const asking = issued(wanted).catch(() => null);
      await effect;
      await bed.restart();
      await asking;
      expect(await told(wanted)).toEqual(['accepted', 'issuing']);
      expect(await issued(wanted)).toMatchObject({ state: 'issuing', secret: null });
      bed.advance(61_000);
      await run();
      expect(await told(wanted)).toEqual(['accepted', 'issuing', 'ended result-unknown']);
      expect(await issued(wanted)).toMatchObject({ state: 'ended result-unknown', secret: null });
      expect(await bed.changes()).toEqual([`${change} ${person}`]);
      // A new touch issues another one.
      expect(await issued(command())).toMatchObject({ state: given, secret: { kind } });
    });

    it('is unknown where the provider gave no answer, and refused where it gave a clear one', async () => {
      bed.simulated.setOutage(true);
      expect(await issued(command())).toMatchObject({ state: 'ended result-unknown', secret: null });
      await bed.close();
      await prepare((simulated) => ({
        ...simulated,
        [call]: async () => ({ ok: false, code: 'provider/refused' }),
      }));
      expect(await issued(command())).toMatchObject({ state: 'refused provider/refused', secret: null });
    });

    it('is refused half an hour after its signing, and where the provider cannot do it', async () => {
      const wanted = command();
      bed.advance(31 * 60_000);
      expect(await issued(wanted)).toMatchObject({ code: 'hub/too-old', secret: null });
      await bed.close();
      await prepare(({ [call]: _, ...simulated }) => simulated as Provider);
      expect(await issued(command())).toMatchObject({ code: 'provider/not-configured' });
    });

    it('is for counters only', async () => {
      const lab = await bed.enrol('lab');
      const envelope = bed.envelope(lab, operator, command());
      const answer = await bed.send(lab, 'POST', '/v1/commands/issue', { envelope });
      expect(answer.body).toEqual({ code: 'call/not-offered-here' });
    });
  });

  describe('the proof of a new TOTP', () => {
    const prove = async (from: TestStation, id: string) =>
      (await bed.send(from, 'POST', '/v1/commands/proof', { command: id })).body;

    it('ends it, from the station that issued it alone', async () => {
      const wanted = totp();
      await issued(wanted);
      const other = await bed.enrol('counter');
      expect(await prove(other, wanted.id)).toEqual({ code: 'command/unknown' });
      expect(await prove(station, wanted.id)).toEqual({ state: 'ended', ending: 'done' });
      expect(await prove(station, wanted.id)).toEqual({ state: 'ended', ending: 'done' });
      expect(await told(wanted)).toEqual(['accepted', 'issuing', 'issued', 'ended done']);
    });

    it('is missed after an hour, and the record says so', async () => {
      const wanted = totp();
      await issued(wanted);
      bed.advance(hour + 1);
      await run();
      expect((await told(wanted)).at(-1)).toBe('ended not-proved');
      expect(await prove(station, wanted.id)).toEqual({ state: 'ended', ending: 'not-proved' });
    });
  });

  describe('a request to the centre', () => {
    const settle = (id: string, outcome: 'in-work' | 'done' | 'declined', by = operator): Command => {
      const { reason: _, caseId: __, check: ___, ...rest } = common();
      return { ...rest, operator: by.record.id, kind: 'settle-request', request: id, outcome };
    };
    const list = async (by = operator) =>
      requestsResponse.parse((await bed.inName(station, by, '/v1/requests', {})).body).requests;

    it('is told to no station on its own word for who asks', async () => {
      await answered(request());
      const named = { operator: operator.record.id };
      const ask = (more: object) => bed.send(station, 'POST', '/v1/requests', { ...named, ...more });
      expect((await ask({})).body).toEqual({ code: 'call/bad-input' });
      const of = { station: station.id, path: '/v1/requests', request: named, at: bed.now() };
      const proof = proofOf({ ...of, operator: await bed.operator() });
      expect((await ask({ proof })).body).toEqual({ code: 'hub/assertion-refused' });
    });

    it('is tracked to its end, and is overdue once its day has passed', async () => {
      const wanted = request();
      expect(await answered(wanted)).toBe('accepted');
      expect(await list()).toMatchObject([
        { id: wanted.id, state: 'waiting-centre', overdue: false, dueBy: wanted.dueBy },
      ]);
      expect(await answered(settle(wanted.id, 'in-work'))).toBe('accepted');
      bed.advance(73 * hour);
      expect(await list()).toMatchObject([{ state: 'in-work', overdue: true }]);
      expect(await answered(settle(wanted.id, 'done'))).toBe('accepted');
      expect(await list()).toEqual([]);
      expect(await told(wanted)).toEqual(['waiting-centre', 'in-work', 'ended done']);
      expect(await bed.changes()).toEqual([]);
    });

    it('of an operator who is no longer trusted is refused before anybody begins it, and reviewed after', async () => {
      const [waiting, begun] = [request(), request()];
      for (const one of [waiting, begun]) await answered(one);
      const other = await bed.operator();
      expect(await answered(settle(begun.id, 'in-work', other), other)).toBe('accepted');
      await bed.hub.administration.revokeOperator(operator.record.id);
      expect(await told(waiting)).toEqual(['waiting-centre', 'refused hub/operator-revoked']);
      expect(await told(begun)).toEqual(['waiting-centre', 'in-work']);
      expect(await listReviews(bed.database.kysely)).toMatchObject([
        { command: begun.id, reason: 'operator-revoked', state: 'in-work' },
      ]);
    });

    it('is taken once and settled once: whoever comes later is told so', async () => {
      const wanted = request();
      await answered(wanted);
      expect(await answered(settle(wanted.id, 'in-work'))).toBe('accepted');
      expect(await answered(settle(wanted.id, 'in-work'))).toBe('request/settled');
      expect(await answered(settle(wanted.id, 'declined'))).toBe('accepted');
      expect(await answered(settle(wanted.id, 'done'))).toBe('request/settled');
      expect(await answered(settle(randomUUID(), 'done'))).toBe('request/unknown');
      expect(await told(wanted)).toEqual(['waiting-centre', 'in-work', 'ended declined']);
    });

    it('is neither seen nor settled by the person whom it is about (I4)', async () => {
      const wanted = request();
      await answered(wanted);
      const own = await bed.operator({ person });
      expect(await list(own)).toEqual([]);
      expect(await answered(settle(wanted.id, 'done', own), own)).toBe('case/own-account');
    });

    it('is kept when the hub dies after taking it (I3)', async () => {
      const wanted = request();
      await answered(wanted);
      await bed.restart();
      expect(await answered(wanted)).toBe('replay');
      expect(await list()).toHaveLength(1);
    });
  });

  describe('an extension', () => {
    const suspended = async (hours = 24) => {
      const command = bed.suspension(station, operator, person, { until: bed.at(hours * hour) });
      await answered(command);
      await run();
      return command;
    };
    const extension = (of: string, hours: number) =>
      bed.suspension(station, operator, person, { until: bed.at(hours * hour), extends: of });

    it('goes on from an open suspension, whose own end is then no end', async () => {
      const first = await suspended();
      const longer = extension(first.id, 48);
      expect(await answered(longer)).toBe('accepted');
      await run();
      bed.advance(25 * hour);
      await run();
      expect((await told(first)).at(-1)).toBe('ended extended');
      expect(await bed.suspended(person)).toBe(true);
      bed.advance(24 * hour);
      await run();
      expect((await told(longer)).at(-1)).toBe('ended expired');
      expect(await bed.suspended(person)).toBe(false);
    });

    it('is refused where nothing is open, where it is not longer, and beyond the policy’s maximum (I2)', async () => {
      const first = await suspended();
      expect(await answered(extension(first.id, 23))).toBe('case/extends-shorter');
      expect(await answered(extension(randomUUID(), 48))).toBe('case/nothing-to-extend');
      expect(await answered(extension(first.id, 169))).toBe('case/until-too-late');
      await answered(bed.resumption(station, operator, person, [first.id]));
      bed.advance(1);
      expect(await answered(extension(first.id, 48))).toBe('case/nothing-to-extend');
    });

    it('counts as another suspension', async () => {
      const first = await suspended();
      expect(await answered(extension(first.id, 48))).toBe('accepted');
      expect(await answered(extension(first.id, 72))).toBe('case/second-approval-needed');
    });
  });

  describe('every kind keeps the limits of a suspension (I1, I4, I10)', () => {
    const kinds = {
      'reset-factors': () => reset(),
      'new-totp': () => totp(),
      'temporary-code': () => code(),
      request: () => request(),
    } as const;
    const given = async (command: Command, approvals: readonly unknown[] = [], by = operator) => {
      const assertion = by.signer.assert({ challenge: commandDigest(command).digest, rpId });
      const envelope = signDocument(
        'madoguchi-command+jws',
        { command, assertion, ...(approvals.length > 0 ? { approvals } : {}) },
        station.key,
      );
      if (command.kind === 'new-totp' || command.kind === 'temporary-code') {
        const answer = await bed.send(station, 'POST', '/v1/commands/issue', { envelope });
        const { code, result } = issueResponse.parse(answer.body).answer;
        return code ?? result;
      }
      const [answer] = await bed.submit(station, [envelope]);
      return answer!.code ?? answer!.result;
    };

    it.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s', async (kind) => {
      const make = kinds[kind];
      const refused = async (change: object, by = operator) =>
        given({ ...make(), ...change } as Command, [], by);
      const { check } = common();
      expect(await refused({ check: { ...check, outcome: 'failed' } })).toBe('case/check-failed');
      expect(await refused({ check: { ...check, checkedAt: bed.at(-61 * 60_000) } })).toBe('case/no-check');
      expect(await refused({ person: 'nobody' })).toBe('hub/person-unknown');
      expect(await refused({ policyVersion: 2 })).toBe('hub/policy-unknown');
      expect(await refused({ issuedAt: bed.at(10 * 60_000) })).toBe('clock/untrusted');
      const own = await bed.operator({ person });
      expect(await refused({ operator: own.record.id }, own)).toBe('case/own-account');
      const gone = await bed.operator({ revokedAt: bed.at(0) });
      expect(await refused({ operator: gone.record.id }, gone)).toBe('hub/operator-revoked');
      const stranger = await bed.operator();
      expect(await refused({}, stranger)).toBe('hub/assertion-refused');
      expect(await bed.changes()).toEqual([]);
    });

    it.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s, its second approval', async (kind) => {
      const make = kinds[kind];
      const touch = (by: TestOperator, command: Command) =>
        by.signer.assert({ challenge: commandDigest(command).digest, rpId });
      // The policy gives two without one, whatever they were.
      await answered(bed.suspension(station, operator, person));
      await answered(request());
      expect(await given(make())).toBe('case/second-approval-needed');
      const command = make();
      expect(await given(command, [touch(operator, command)])).toBe('case/approval-own');
      const visitor = await bed.operator({ person });
      expect(await given(command, [touch(visitor, command)])).toBe('case/own-account');
      const second = await bed.operator();
      expect(await given(command, [touch(second, command)])).toBe('accepted');
    });

    it('of one case and one visit, what is decided anew counts once', async () => {
      const caseId = randomUUID();
      expect(await given(reset({ caseId }))).toBe('accepted');
      expect(await given(totp({ caseId }))).toBe('accepted');
      expect(await given(totp({ caseId }))).toBe('accepted');
      bed.advance(2 * hour);
      expect(await given(totp({ caseId }))).toBe('accepted');
      bed.advance(2 * hour);
      expect(await given(totp({ caseId }))).toBe('case/second-approval-needed');
    });

    it('and what the institution does not do is not done', async () => {
      await bed.hub.administration.initialise({
        institution: { id: 'example', name: { ja: '例大学', en: 'Example University' } },
        rpId,
        profile: 'utokyo',
        provider: { kind: 'simulated', simulated: true },
        production: false,
        policyKeys: [bed.policyJwk],
      });
      for (const make of [() => reset(), () => totp(), () => code()])
        expect(await given(make())).toBe('case/not-offered');
      expect(await given(bed.suspension(station, operator, person))).toBe('case/not-offered');
      expect(await given(request({ operation: 'paper-form' }))).toBe('case/not-offered');
      expect(await given(request())).toBe('accepted');
      expect(await bed.changes()).toEqual([]);
    });
  });
}
