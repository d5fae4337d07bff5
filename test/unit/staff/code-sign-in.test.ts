import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandEnvelope } from '../../../main/exchange/command.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import type { CheckedDocument } from '../../../preload/contract/models/identity.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  operator,
  type SigningClient,
  signingClient,
  start,
  stationKey,
} from './counter-station.ts';

/** `op-code` signs in by a code; `op-key` holds the key that is plugged in. */
let client: SigningClient;
let station: CounterStation;
const codeHolder = createWebAuthnSigner();
beforeEach(async () => {
  client = signingClient();
  station = createCounterStation({
    client,
    operators: [
      operator('op-code', [codeHolder.credential], { role: 'supervisor', person: 'S1002' }),
      operator('op-key', [client.signer.credential], { person: 'S1003' }),
    ],
  });
});
afterEach(() => station.remove());

const proved = async () => ok('');
const signIn = () => station.now.staff.codeSignIn('op-code', proved);
const card: CheckedDocument = {
  type: 'student-card',
  photoMatches: true,
  nameMatches: true,
  validUntil: null,
  lastFour: '1234',
};
const until = new Date(start + 4 * hour).toISOString();

function untilDecision(personId = 'S1001'): string {
  const { counter } = station.now;
  const opened = counter.open({ personId, reason: 'forgotten' });
  if (!opened.ok) throw new Error(opened.refusal.code);
  const checked = counter.recordCheck({ caseId: opened.value.id, documents: [card] });
  if (!checked.ok) throw new Error(checked.refusal.code);
  return opened.value.id;
}

describe('a sign-in by a code', () => {
  test('opens a session with an operator’s rights, also for a supervisor, on record (I8)', async () => {
    expect(await signIn()).toMatchObject({
      ok: true,
      value: { method: 'totp', operator: { id: 'op-code', role: 'operator' } },
    });
    expect(station.now.staff.standing()).toEqual({ state: 'signed-in', role: 'operator' });
    expect(station.audited().at(-1)).toMatchObject({ kind: 'staff-signed-in', facts: { client: 'totp' } });
  });

  test('that the hub refuses opens nothing, and is on record without a name', async () => {
    const no = refuse('totp/wrong');
    expect(await station.now.staff.codeSignIn('op-code', async () => no)).toEqual(no);
    expect(station.now.staff.current()).toBeNull();
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'staff-sign-in-failed',
      actor: { type: 'operator', id: null },
      facts: { code: 'totp/wrong', client: 'totp' },
    });
  });

  test('is refused to who is not in the registry, or no longer', async () => {
    expect(await station.now.staff.codeSignIn('op-none', proved)).toEqual(refuse('totp/wrong'));
    await signIn();
    station.setOperators([operator('op-key', [client.signer.credential])]);
    expect(station.now.staff.current()).toBeNull();
  });

  test('is refused while someone is signed in, also if they came first while the hub was asked', async () => {
    const late = station.now.staff.codeSignIn('op-code', async () => {
      await station.now.staff.signIn();
      return ok('');
    });
    expect(await late).toEqual(refuse('staff/already-signed-in'));
    expect(await signIn()).toEqual(refuse('staff/already-signed-in'));
  });
});

describe('a case after a sign-in by a code', () => {
  beforeEach(signIn);

  test('is signed by another operator’s key, and the command names them (I1)', async () => {
    const caseId = untilDecision();
    const decided = station.now.counter.decide({ caseId, until, signer: 'op-key' });
    expect(decided).toMatchObject({ ok: true, value: { decision: { signer: { en: 'op-key' } } } });
    const signed = await station.now.counter.sign({ caseId });
    expect(signed).toMatchObject({ ok: true, value: { state: 'signed' } });
    expect(client.allowed.at(-1)).toEqual([client.signer.credential.id]);
    const [queued] = station.now.outbox.pending(10);
    const envelope = verifyDocument(
      'madoguchi-command+jws',
      queued?.envelope ?? '',
      stationKey,
      commandEnvelope,
      'hub/envelope-refused',
    );
    expect(envelope).toMatchObject({ ok: true, value: { command: { operator: 'op-key' } } });
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'command-queued',
      actor: { type: 'operator', id: 'op-key' },
      facts: { preparedBy: 'op-code' },
    });
  });

  test('is not decided without naming another operator who exists', () => {
    const caseId = untilDecision();
    const { counter } = station.now;
    expect(counter.decide({ caseId, until })).toEqual(refuse('staff/other-signer-needed'));
    for (const signer of ['op-code', 'op-none'])
      expect(counter.decide({ caseId, until, signer })).toEqual(refuse('staff/signer-refused'));
  });

  test('is never about the account of who prepares it, nor of who signs it (I4)', () => {
    expect(station.now.counter.open({ personId: 'S1002', reason: 'forgotten' })).toEqual(
      refuse('case/own-account'),
    );
    const caseId = untilDecision('S1003');
    expect(station.now.counter.decide({ caseId, until, signer: 'op-key' })).toEqual(
      refuse('case/own-account'),
    );
  });

  test('is not signed by a key of whom it does not name', async () => {
    const caseId = untilDecision();
    station.now.counter.decide({ caseId, until, signer: 'op-key' });
    client.signer = codeHolder;
    expect(await station.now.counter.sign({ caseId })).toEqual(refuse('staff/unknown-credential'));
    expect(station.now.outbox.depth()).toBe(0);
  });

  test('is not signed once its signer was revoked', async () => {
    const caseId = untilDecision();
    station.now.counter.decide({ caseId, until, signer: 'op-key' });
    station.setOperators([operator('op-code', [codeHolder.credential])]);
    expect(await station.now.counter.sign({ caseId })).toEqual(refuse('case/not-decided'));
  });

  test('ends early only by another operator’s key', async () => {
    const caseId = untilDecision();
    station.now.counter.decide({ caseId, until, signer: 'op-key' });
    const signed = await station.now.counter.sign({ caseId });
    const commandId = signed.ok ? (signed.value.command?.id ?? '') : '';
    const { suspensions } = station.now;
    expect(await suspensions.resume({ commandId })).toEqual(refuse('staff/other-signer-needed'));
    expect(await suspensions.resume({ commandId, signer: 'op-code' })).toEqual(
      refuse('staff/signer-refused'),
    );
    expect(await suspensions.resume({ commandId, signer: 'op-key' })).toMatchObject({ ok: true });
  });
});

describe('a sign-in by a key', () => {
  test('signs for nobody else', async () => {
    await station.now.staff.signIn();
    const caseId = untilDecision();
    expect(station.now.counter.decide({ caseId, until, signer: 'op-code' })).toEqual(
      refuse('staff/signer-refused'),
    );
    expect(station.now.counter.decide({ caseId, until, signer: 'op-key' })).toMatchObject({ ok: true });
  });
});
