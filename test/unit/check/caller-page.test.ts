import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readReference } from '../../../main/agent/check/join-page.ts';
import { keepParticulars } from '../../../main/agent/check/person-particulars.ts';
import { commandEnvelope, type IssuingCommand } from '../../../main/exchange/command.ts';
import { sealAnswer } from '../../../main/exchange/sealed-answer.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, verificationKey } from '../../../main/exchange/signing-key.ts';
import { readTotpAddress } from '../../../main/exchange/totp-address.ts';
import { codeAt, stepAt } from '../../../main/exchange/totp-code.ts';
import { kyotoProfile } from '../../../main/profile/kyoto/profile.ts';
import type { PhoneAnswers } from '../../../preload/contract/models/identity.ts';
import { askingSecondApproval } from '../../rigs/second-approval.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { codeOf, value } from '../counter/counter-desk.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import {
  type CounterStation,
  createCounterStation,
  HubRefusal,
  operator,
  type SigningClient,
  signingClient,
  stationKey,
} from '../staff/counter-station.ts';

const uri = 'otpauth://totp/Example:x?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example';
const secret = readTotpAddress(uri)?.secret ?? new Uint8Array();
const right: PhoneAnswers = { name: true, number: true, affiliation: true, reference: true };
const points = (kyotoProfile.phone?.check ?? []).map((_, index) => `call-${index + 1}`);
const key = `BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU`;

const signers = { a: createWebAuthnSigner(), b: createWebAuthnSigner() };
let client: SigningClient;
let station: CounterStation;
/** The caller's page as the hub keeps it. */
let page: {
  open: boolean;
  sealed: string | null;
  code: { number: number; code: string } | null;
  judged: { number: number; right: boolean }[];
  over: boolean;
};
let issued: number;

beforeEach(async () => {
  client = signingClient(signers.a);
  station = createCounterStation({
    client,
    operators: [operator('op-a', [signers.a.credential]), operator('op-b', [signers.b.credential])],
    enrolment: { profile: 'kyoto' },
  });
  const policy = examplePolicy({ operatorRegistry: { maximumAgeHours: 24 } });
  station.policy.state = {
    state: 'valid',
    policy: {
      ...policy,
      suspension: {
        ...policy.suspension,
        evidence: { withPhoto: 1, withoutPhoto: null, byPhone: ['initialise-totp', 'temporary-code'] },
      },
    },
  };
  page = { open: true, sealed: null, code: null, judged: [], over: false };
  issued = 0;
  station.hub.reply = (path, body) => {
    const asked = body as { reference?: string; sealed?: string; envelope?: string; over?: boolean };
    if (path === '/v1/commands/proof') return { state: 'ended', ending: 'done' };
    if (path === '/v1/waiting/join')
      return asked.reference === 'K7Q2-9M4T' && page.open
        ? { key, openedAt: new Date(station.time.wall).toISOString() }
        : new HubRefusal('waiting/none');
    if (path === '/v1/waiting/show') {
      if (!page.open) return new HubRefusal('waiting/none');
      page.sealed = asked.sealed ?? null;
      return { shown: true };
    }
    if (path === '/v1/waiting/look') {
      const { judged } = body as { judged: { number: number; right: boolean } | null };
      if (judged !== null) {
        page.judged.push(judged);
        page.code = null;
      }
      page.over ||= asked.over === true;
      return { open: page.open, code: page.code };
    }
    if (path !== '/v1/commands/issue') return null;
    const verifying = verificationKey(exportPublicJwk(stationKey));
    const { command } = value(
      verifyDocument(
        'madoguchi-command+jws',
        asked.envelope ?? '',
        verifying,
        commandEnvelope,
        'hub/envelope-refused',
      ),
    );
    issued += 1;
    return {
      answer: { id: command.id, result: 'accepted', code: null },
      standing: { state: 'issued', ending: null, refusal: null },
      sealed: sealAnswer({ kind: 'new-totp', uri }, (command as IssuingCommand).answerKey, command.id),
    };
  };
  station.link.state = 'online';
  station.now.store.write((database) =>
    keepParticulars(database, 'S1001', { telephone: '000-5550-0102', portrait: null }),
  );
  value(await station.now.staff.signIn());
});
afterEach(() => station.remove());

const { check, counter } = { check: () => station.now.check, counter: () => station.now.counter };
/** A caller whose TOTP is to be initialised. */
function calling(): string {
  const { id: caseId } = value(counter().open({ personId: 'S1001', reason: 'replaced' }));
  value(station.now.triage.answer({ caseId, questionId: 'code-still-shown', optionId: 'no' }));
  value(station.now.triage.answer({ caseId, questionId: 'mail-to-initialise', optionId: 'no' }));
  return caseId;
}
const join = (caseId: string, reference = 'K7Q2-9M4T') => check().page({ caseId, reference });
const record = (caseId: string) => check().recordCall({ caseId, answers: right, prompts: points });
const reach = (caseId: string) => value(check().call({ caseId, result: 'reached' }));
/** Up to the touch. */
async function decided(): Promise<string> {
  const caseId = calling();
  value(await join(caseId));
  reach(caseId);
  value(record(caseId));
  value(station.now.acts.decide({ caseId, act: { kind: 'new-totp' } }));
  return caseId;
}

describe('the reference that a caller reads out', () => {
  test.each([
    ['k7q29m4t', 'K7Q2-9M4T'],
    [' Ｋ７Ｑ２－９Ｍ４Ｔ ', 'K7Q2-9M4T'],
    ['K7Q2 9M4T', 'K7Q2-9M4T'],
    ['ol1i-0000', '0111-0000'],
    ['K7Q2-9M4', null],
    ['K7Q2-9M4TT', null],
    ['U7Q2-9M4T', null],
    ['青葉', null],
    ['', null],
  ])('%s', (typed, read) => {
    expect(readReference(typed)).toBe(read);
  });
});

describe('a caller’s waiting page (Kyoto)', () => {
  test('is joined before their call is recorded, and is in what is signed (I1)', async () => {
    const caseId = calling();
    expect(value(check().view({ caseId })).phone).toMatchObject({ pageNeeded: true, page: null });
    reach(caseId);
    expect(codeOf(record(caseId))).toBe('case/no-waiting-page');
    expect(codeOf(await join(caseId, 'AAAA-AAAA'))).toBe('waiting/none');
    expect(codeOf(await join(caseId, 'nonsense'))).toBe('waiting/none');
    expect(value(await join(caseId, 'k7q2 9m4t')).phone).toMatchObject({
      reference: 'K7Q2-9M4T',
      page: { reference: 'K7Q2-9M4T' },
    });
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'waiting-page-joined',
      facts: { page: 'K7Q2-9M4T' },
    });
    expect(value(record(caseId)).check?.phone?.page).toBe('K7Q2-9M4T');
  });

  test('survives a crash with its case', async () => {
    const caseId = calling();
    value(await join(caseId));
    station.restart();
    client.signer = signers.b;
    value(await station.now.staff.signIn());
    expect(value(check().view({ caseId })).phone?.page?.reference).toBe('K7Q2-9M4T');
  });

  test('another page takes a recorded call back: who answered it spoke of the first', async () => {
    const caseId = await decided();
    const reply = station.hub.reply;
    station.hub.reply = (path, body) =>
      path === '/v1/waiting/join'
        ? { key, openedAt: new Date().toISOString() }
        : (reply?.(path, body) ?? null);
    value(await join(caseId, 'B1B1-B1B1'));
    expect(value(counter().current())).toMatchObject({ state: 'opened', check: null, decision: null });
    expect(codeOf(await counter().sign({ caseId }))).toBe('case/not-decided');
  });

  test('has the new TOTP alone: neither the operator’s window nor any event is given it (I7)', async () => {
    const caseId = await decided();
    const signed = value(await counter().sign({ caseId }));
    expect(signed.acts).toMatchObject({ shown: null, page: { reference: 'K7Q2-9M4T', shown: true } });
    expect(signed.command?.state).toBe('issued');
    const told = JSON.stringify([signed, station.events, station.audited()]);
    for (const part of ['otpauth', 'JBSWY3DP', 'JBSW Y3DP']) expect(told).not.toContain(part);
    expect(page.sealed).not.toBeNull();
    expect(page.sealed).not.toContain('JBSW');

    page.code = { number: 1, code: '000000' };
    await vi.waitFor(() => expect(page.judged).toContainEqual({ number: 1, right: false }), 10_000);
    expect(value(counter().current())?.acts.proof?.triesLeft).toBe(4);
    page.code = { number: 2, code: codeAt(secret, stepAt(new Date(station.time.wall))) };
    await vi.waitFor(() => expect(page.judged).toContainEqual({ number: 2, right: true }), 10_000);
    expect(value(counter().current())?.command).toMatchObject({ state: 'ended', ending: 'done' });
    expect(station.audited().map(({ kind }) => kind)).toContain('totp-proved');
  });

  test('ends after five wrong codes, and is told so', async () => {
    value(await counter().sign({ caseId: await decided() }));
    for (let number = 1; number <= 5; number += 1) {
      page.code = { number, code: '000000' };
      await vi.waitFor(() => expect(page.judged).toContainEqual({ number, right: false }), 10_000);
    }
    await vi.waitFor(() => expect(page.over).toBe(true), 10_000);
    expect(value(counter().current())?.acts.proof).toBeNull();
  });

  test('that is closed lets nothing be signed, and nothing be issued', async () => {
    const caseId = await decided();
    page.open = false;
    expect(codeOf(await counter().sign({ caseId }))).toBe('case/no-waiting-page');
    const window = { account: null, shared: false };
    expect(codeOf(await counter().signOptions({ caseId }, window))).toBe('case/no-waiting-page');
    expect(issued).toBe(0);
    page.open = true;
    expect(codeOf(await counter().sign({ caseId }))).toBe('ok');
    page.code = { number: 1, code: codeAt(secret, stepAt(new Date(station.time.wall))) };
    await vi.waitFor(() => expect(page.judged).toContainEqual({ number: 1, right: true }), 10_000);
  });

  test('that is closed while the key waits for its touch lets nothing be issued', async () => {
    const caseId = await decided();
    client.before = async () => {
      page.open = false;
    };
    expect(codeOf(await counter().sign({ caseId }))).toBe('case/no-waiting-page');
    expect(issued).toBe(0);
    expect(value(counter().current())?.state).toBe('decided');
  });

  describe('of a case that needs a second operator', () => {
    /** Signed by the first. */
    async function signedOnce(): Promise<string> {
      const { state } = station.policy;
      if (state.state !== 'valid') throw new Error('no policy');
      const { policy } = state;
      station.policy.state = { state: 'valid', policy: askingSecondApproval(policy, ['S1001']) };
      const caseId = await decided();
      expect(value(await counter().sign({ caseId })).state).toBe('approving');
      client.signer = signers.b;
      return caseId;
    }
    const approvals = () => station.now.approvals;

    test('is asked for again before the second touch', async () => {
      const caseId = await signedOnce();
      page.open = false;
      let touches = 0;
      client.before = async () => {
        touches += 1;
      };
      expect(codeOf(await approvals().approve({ caseId }))).toBe('case/no-waiting-page');
      const caller = { account: null, shared: false };
      expect(codeOf(await approvals().approveOptions({ caseId }, caller))).toBe('case/no-waiting-page');
      expect({ touches, issued, depth: station.now.outbox.depth() }).toEqual({
        touches: 0,
        issued: 0,
        depth: 0,
      });
      page.open = true;
      expect(value(await approvals().approve({ caseId })).acts.page).toMatchObject({ shown: true });
    });

    test('that is closed during the second touch lets nothing be issued', async () => {
      const caseId = await signedOnce();
      client.before = async () => {
        page.open = false;
      };
      expect(codeOf(await approvals().approve({ caseId }))).toBe('case/no-waiting-page');
      expect({ issued, depth: station.now.outbox.depth() }).toEqual({ issued: 0, depth: 0 });
    });

    test('that is closed leaves the choice of another page and call, and of the first signature nothing (I1)', async () => {
      const caseId = await signedOnce();
      page.open = false;
      expect(codeOf(await approvals().approve({ caseId }))).toBe('case/no-waiting-page');
      expect(value(station.now.acts.again({ caseId }))).toMatchObject({
        state: 'opened',
        check: null,
        decision: null,
      });
      expect(codeOf(await approvals().approve({ caseId }))).toBe('case/not-decided');
      expect(value(check().view({ caseId })).phone?.page).toBeNull();
      expect(codeOf(record(caseId))).toBe('case/no-waiting-page');
      expect(station.audited().at(-1)?.kind).toBe('case-reopened');
      page.open = true;
      value(await join(caseId));
      reach(caseId);
      expect(value(record(caseId)).check?.phone?.page).toBe('K7Q2-9M4T');
    });
  });

  test('that was closed at the last moment leaves the choice to issue again, on a new page and call', async () => {
    const caseId = await decided();
    const reply = station.hub.reply;
    station.hub.reply = (path, body) => {
      if (path === '/v1/commands/issue') page.open = false;
      return reply?.(path, body) ?? null;
    };
    const signed = value(await counter().sign({ caseId }));
    expect(signed.acts).toMatchObject({ page: { shown: false }, proof: null, again: true });
    expect(value(station.now.acts.again({ caseId }))).toMatchObject({ state: 'opened', check: null });
    expect(value(check().view({ caseId })).phone?.page).toBeNull();
    expect(codeOf(record(caseId))).toBe('case/no-waiting-page');
  });

  test('is told when the case ends without anything issued', async () => {
    const caseId = calling();
    value(await join(caseId));
    value(check().doubt({ caseId, method: 'phone' }));
    expect(page.over).toBe(true);
    page.over = false;
    const second = calling();
    value(await join(second));
    value(counter().close({ caseId: second }));
    expect(page.over).toBe(true);
  });

  test('is not asked for where a code is read out, and then nothing can be initialised on that call', async () => {
    const { id: caseId } = value(counter().open({ personId: 'S1001', reason: 'forgotten' }));
    value(station.now.triage.answer({ caseId, questionId: 'mail-for-code', optionId: 'no' }));
    expect(value(check().view({ caseId })).phone).toMatchObject({ pageNeeded: false, page: null });
    expect(codeOf(await join(caseId))).toBe('case/phone-not-allowed');
    reach(caseId);
    expect(value(record(caseId)).check?.phone).not.toHaveProperty('page');
  });
});
