import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandEnvelope, type IssuingCommand } from '../../../main/exchange/command.ts';
import { type IssuedSecret, sealAnswer } from '../../../main/exchange/sealed-answer.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, verificationKey } from '../../../main/exchange/signing-key.ts';
import { readTotpAddress } from '../../../main/exchange/totp-address.ts';
import { codeAt, stepAt } from '../../../main/exchange/totp-code.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import type { ActWish } from '../../../preload/contract/models/acts.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { askingSecondApproval } from '../../rigs/second-approval.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  HubRefusal,
  hour,
  minute,
  operator,
  type SigningClient,
  signingClient,
  stationKey,
} from '../staff/counter-station.ts';
import { card, codeOf, value } from './counter-desk.ts';

const signers = { a: createWebAuthnSigner(), b: createWebAuthnSigner() };
/** The institution's points against impersonation, gone through. */
const prompts = ['face', 'says-name', 'original', 'no-hurry'];
const registeredAt = '2024-04-08T01:00:00.000Z';
const factors = [
  { id: 'app', kind: 'totp', label: '', counts: true, registeredAt },
  { id: 'sms', kind: 'sms', label: '•••20', counts: true, registeredAt },
  { id: 'mail', kind: 'mail', label: '••@x', counts: false, registeredAt },
];
const uri = 'otpauth://totp/Example:x?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example';

let client: SigningClient;
let station: CounterStation;
/** What the hub says next about what is issued; null loses the answer after the effect. */
let secret: IssuedSecret | null;
let issuedTo: string[];

beforeEach(async () => {
  client = signingClient(signers.a);
  station = createCounterStation({
    client,
    operators: [
      operator('op-a', [signers.a.credential], { person: 'S1002' }),
      operator('op-b', [signers.b.credential]),
    ],
    enrolment: { profile: 'hokuto-demo' },
  });
  secret = { kind: 'new-totp', uri };
  issuedTo = [];
  station.hub.reply = (path, body) => {
    if (path === '/v1/people/factors') return { factors, at: new Date(station.time.wall).toISOString() };
    if (path === '/v1/commands/proof') return { state: 'ended', ending: 'done' };
    if (path !== '/v1/commands/issue') return null;
    const command = opened((body as { envelope: string }).envelope) as IssuingCommand;
    const first = !issuedTo.includes(command.id);
    issuedTo.push(command.id);
    if (secret === null) return null;
    const answer = { id: command.id, result: first ? 'accepted' : 'replay', code: null };
    const given = secret.kind === 'new-totp' ? 'issued' : 'ended';
    return {
      answer,
      standing: { state: given, ending: given === 'ended' ? 'done' : null, refusal: null },
      sealed: first ? sealAnswer(secret, command.answerKey, command.id) : null,
    };
  };
  value(await station.now.staff.signIn());
});
afterEach(() => station.remove());

/** The command in a station's envelope. */
function opened(envelope: string) {
  const key = verificationKey(exportPublicJwk(stationKey));
  return value(
    verifyDocument('madoguchi-command+jws', envelope, key, commandEnvelope, 'hub/envelope-refused'),
  ).command;
}
const online = () => {
  station.link.state = 'online';
};
const queued = () => station.now.outbox.list(1)[0];
/** A case that was checked, on the way that offers everything. */
async function checkedCase(personId = 'S1001', withFactors = true): Promise<string> {
  const { counter, triage } = station.now;
  const { id } = value(counter.open({ personId, reason: 'forgotten' }));
  if (withFactors) value(await triage.factors({ caseId: id }));
  value(triage.answer({ caseId: id, questionId: 'another-method', optionId: 'no' }));
  value(counter.recordCheck({ caseId: id, documents: [card], prompts }));
  return id;
}
const decide = (caseId: string, act: ActWish) => station.now.acts.decide({ caseId, act });
const later = (milliseconds: number) => new Date(station.time.wall + milliseconds).toISOString();
async function signedAct(act: ActWish, personId?: string): Promise<CounterCase> {
  const caseId = await checkedCase(personId);
  value(decide(caseId, act));
  return value(await station.now.counter.sign({ caseId }));
}

describe('what a case offers', () => {
  test('is what the institution does, in its order, and nothing else', async () => {
    const caseId = await checkedCase();
    const { acts } = value(station.now.counter.current()) as CounterCase;
    expect(acts.offered.map(({ kind }) => kind)).toEqual([
      'suspend',
      'temporary-code',
      'new-totp',
      'reset-factors',
    ]);
    expect(codeOf(decide(caseId, { kind: 'request', operation: 'replace-token' }))).toBe('case/not-offered');
  });

  test('is nothing before the triage is done, and nothing without a check (I1)', async () => {
    const { id } = value(station.now.counter.open({ personId: 'S1001', reason: 'forgotten' }));
    expect(codeOf(decide(id, { kind: 'new-totp' }))).toBe('case/triage-first');
    value(station.now.triage.answer({ caseId: id, questionId: 'another-method', optionId: 'no' }));
    expect(codeOf(decide(id, { kind: 'suspend', until: later(hour) }))).toBe('case/no-check');
  });

  test('is never for the operator’s own account (I4)', () => {
    expect(codeOf(station.now.counter.open({ personId: 'S1002', reason: 'forgotten' }))).toBe(
      'case/own-account',
    );
  });
});

describe('a reset', () => {
  test('names every factor in the signed text, and is queued offline where they were known', async () => {
    const shown = await signedAct({ kind: 'reset-factors', factorIds: ['sms', 'app'] });
    expect(shown.command).toMatchObject({ kind: 'reset-factors', state: 'queued', canCancel: true });
    const command = opened(queued()?.envelope ?? '');
    const chosen = factors.map(({ counts: _, ...factor }) => factor);
    expect(command).toMatchObject({ kind: 'reset-factors', factors: [chosen[1], chosen[0]] });
    expect(shown.decision?.canonical).toContain('"id":"sms"');
  });

  test.each([
    ['that is not the person’s', ['somebody-else']],
    ['that does not count', ['mail']],
    ['twice', ['app', 'app']],
  ])('refuses a factor %s', async (_, factorIds) => {
    const caseId = await checkedCase();
    expect(codeOf(decide(caseId, { kind: 'reset-factors', factorIds }))).toBe('reset/factors-unknown');
  });

  test('cannot be chosen where nobody knows what is registered', async () => {
    const caseId = await checkedCase('S1001', false);
    expect(codeOf(decide(caseId, { kind: 'reset-factors', factorIds: ['app'] }))).toBe(
      'reset/factors-unknown',
    );
  });

  test('that comes back is decided anew with another touch', async () => {
    const { id, command } = await signedAct({ kind: 'reset-factors', factorIds: ['app'] });
    expect(codeOf(station.now.acts.again({ caseId: id }))).toBe('command/not-repeatable');
    const at = later(1000);
    station.now.store.write((database) =>
      station.now.outbox.recordOutcome(database, {
        commandId: command?.id ?? '',
        state: 'refused',
        ending: null,
        refusal: 'reset/factor-changed',
        at,
      }),
    );
    expect((value(station.now.counter.current()) as CounterCase).acts.again).toBe(true);
    expect(value(station.now.acts.again({ caseId: id })).state).toBe('checked');
    expect(codeOf(await station.now.counter.sign({ caseId: id }))).toBe('case/not-decided');
    value(decide(id, { kind: 'reset-factors', factorIds: ['sms'] }));
    expect(value(await station.now.counter.sign({ caseId: id })).command?.id).not.toBe(command?.id);
  });
});

describe('a new TOTP', () => {
  test('needs the centre, before anything is decided and before anything is signed', async () => {
    const caseId = await checkedCase();
    expect(codeOf(decide(caseId, { kind: 'new-totp' }))).toBe('hub/needed');
    online();
    value(decide(caseId, { kind: 'new-totp' }));
    station.link.state = 'offline';
    expect(codeOf(await station.now.counter.sign({ caseId }))).toBe('hub/needed');
    expect(issuedTo).toEqual([]);
  });

  test('is in the answer to the signature, once, and nowhere else (I7)', async () => {
    online();
    const shown = await signedAct({ kind: 'new-totp' });
    expect(shown.acts.shown).toMatchObject({ kind: 'new-totp', uri });
    expect(shown.command).toMatchObject({ state: 'issued', kind: 'new-totp' });
    expect((value(station.now.counter.current()) as CounterCase).acts.shown).toBeNull();
    expect(JSON.stringify(station.events)).not.toContain('JBSWY3DP');
    const rows = ['outbox_command', 'counter_case', 'audit_entry', 'station_state'].map((table) =>
      station.now.store.read.all(`SELECT * FROM ${table}`),
    );
    const kept = JSON.stringify(rows, (_, one) =>
      one instanceof Uint8Array ? Buffer.from(one).toString('latin1') : one,
    );
    expect(kept).not.toContain('JBSWY3DP');
  });

  test('is proved by a code, five tries, and only with the secret that this process holds', async () => {
    online();
    const { id } = await signedAct({ kind: 'new-totp' });
    const totp = readTotpAddress(uri);
    const right = codeAt(totp?.secret ?? new Uint8Array(), stepAt(new Date(station.time.wall)));
    const wrong = right === '000000' ? '000001' : '000000';
    const prove = (code: string) => station.now.acts.proveCode({ caseId: id, code });
    expect(prove(wrong)).toEqual(refuse('issue/code-wrong', { triesLeft: 4 }));
    const full = [...right].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    expect(value(prove(full)).command).toMatchObject({ state: 'ended', ending: 'done' });
    expect(codeOf(prove(right))).toBe('issue/proof-over');
    expect(station.hub.asked.map(({ path }) => path)).toContain('/v1/commands/proof');
  });

  test('is over after five wrong codes, a quarter of an hour, or a restart', async () => {
    online();
    const { id } = await signedAct({ kind: 'new-totp' });
    const prove = () => codeOf(station.now.acts.proveCode({ caseId: id, code: '12' }));
    expect([prove(), prove(), prove(), prove()]).toEqual(Array(4).fill('issue/code-wrong'));
    expect(prove()).toBe('issue/proof-over');
    const again = value(station.now.acts.again({ caseId: id }));
    expect(again.state).toBe('checked');
    value(decide(id, { kind: 'new-totp' }));
    value(await station.now.counter.sign({ caseId: id }));
    station.restart();
    value(await station.now.staff.signIn());
    expect(prove()).toBe('issue/proof-over');
    expect((value(station.now.counter.current()) as CounterCase).acts).toMatchObject({
      proof: null,
      again: true,
    });
  });

  test('whose answer was lost is unknown, never repeated, and issued again only with another touch (I3)', async () => {
    online();
    secret = null;
    const lost = await signedAct({ kind: 'new-totp' });
    expect(lost.command).toMatchObject({ state: 'issuing' });
    expect(lost.acts).toMatchObject({ shown: null, again: true });
    expect(new Set(issuedTo).size).toBe(1);
    secret = { kind: 'new-totp', uri };
    value(station.now.acts.again({ caseId: lost.id }));
    value(decide(lost.id, { kind: 'new-totp' }));
    const second = value(await station.now.counter.sign({ caseId: lost.id }));
    expect(second.acts.shown).not.toBeNull();
    expect(new Set(issuedTo).size).toBe(2);
  });

  test('that the agent decided before it restarted is decided anew: the key to its answer is gone', async () => {
    online();
    const caseId = await checkedCase();
    value(decide(caseId, { kind: 'new-totp' }));
    station.restart();
    value(await station.now.staff.signIn());
    expect(codeOf(await station.now.counter.sign({ caseId }))).toBe('case/not-decided');
    expect(issuedTo).toEqual([]);
  });

  test('that the hub refuses was not issued, and says why', async () => {
    online();
    station.hub.reply = (path) =>
      path === '/v1/people/factors' ? { factors, at: later(0) } : new HubRefusal('provider/not-configured');
    const refused = await signedAct({ kind: 'new-totp' });
    expect(refused.command).toMatchObject({ state: 'refused', refusal: 'provider/not-configured' });
  });
});

describe('a temporary code', () => {
  test('is shown once with its end, and only for a time that is offered', async () => {
    online();
    secret = { kind: 'temporary-code', code: 'K7Q2MX9A', validUntil: later(hour) };
    const caseId = await checkedCase();
    expect(codeOf(decide(caseId, { kind: 'temporary-code', minutes: 61 }))).toBe('call/bad-input');
    value(decide(caseId, { kind: 'temporary-code', minutes: 60 }));
    const shown = value(await station.now.counter.sign({ caseId }));
    expect(shown.acts.shown).toMatchObject({ code: 'K7Q2MX9A' });
    expect(shown.command).toMatchObject({ state: 'ended', ending: 'done' });
  });
});

describe('an extension', () => {
  test('names an open suspension and ends later; ending one ends both', async () => {
    const first = await signedAct({ kind: 'suspend', until: later(hour) });
    station.now.counter.close({ caseId: first.id });
    station.pass(minute);
    const caseId = await checkedCase();
    const extends_ = first.command?.id ?? '';
    const suspend = (until: number, of = extends_) =>
      decide(caseId, { kind: 'suspend', until: later(until), extends: of });
    expect(codeOf(suspend(minute))).toBe('case/extends-shorter');
    expect(codeOf(suspend(2 * hour, caseId))).toBe('case/nothing-to-extend');
    value(suspend(2 * hour));
    const longer = value(await station.now.counter.sign({ caseId }));
    expect(longer.command).toMatchObject({ kind: 'suspend', extends: extends_ });
    value(await station.now.suspensions.resume({ commandId: extends_ }));
    expect(opened(queued()?.envelope ?? '')).toMatchObject({ ends: [extends_, longer.command?.id] });
  });
});

describe('a request', () => {
  test('has its due day by working days, and is answered by the centre with a signature', async () => {
    const { counter, triage } = station.now;
    const { id } = value(counter.open({ personId: 'S1001', reason: 'other' }));
    value(triage.answer({ caseId: id, questionId: 'which-trouble', optionId: 'else' }));
    value(counter.recordCheck({ caseId: id, documents: [card], prompts }));
    value(decide(id, { kind: 'request', operation: 'replace-token' }));
    const { command, decision } = value(await counter.sign({ caseId: id }));
    // From Tuesday 10 June, five working days: Tuesday 17 June, to the end of it in Tokyo.
    const dueBy = '2025-06-17T14:59:00.000Z';
    expect(decision?.act).toMatchObject({ kind: 'request', dueBy });
    expect(command).toMatchObject({ kind: 'request', state: 'queued', dueBy, overdue: false });
    station.hub.reply = () => ({
      requests: [
        {
          id: command?.id,
          reference: command?.reference,
          person: command?.person,
          operation: 'replace-token',
          label: { ja: '', en: '' },
          state: 'waiting-centre',
          station: 'counter-1',
          operator: { ja: '', en: '' },
          issuedAt: later(0),
          stateAt: later(0),
          dueBy,
          overdue: false,
        },
      ],
    });
    const { requests } = station.now;
    const wish = { requestId: command?.id ?? '', outcome: 'done' as const };
    expect(await requests.settle(wish)).toEqual(refuse('request/unknown'));
    expect(value(await requests.list())).toHaveLength(1);
    expect(value(await requests.settle(wish))).toMatchObject({ kind: 'settle-request', state: 'queued' });
    expect(opened(queued()?.envelope ?? '')).toMatchObject({ request: command?.id, outcome: 'done' });
  });
});

describe('what waits here', () => {
  const suspended = () => signedAct({ kind: 'suspend', until: later(hour) });

  test('can be taken back while nothing of it was sent, stays on record, and counts for nothing', async () => {
    const { command } = await suspended();
    const cancelled = value(station.now.board.cancel({ commandId: command?.id ?? '' }));
    expect(cancelled).toMatchObject({ state: 'ended', ending: 'cancelled' });
    expect(station.now.outbox.depth()).toBe(0);
    expect(station.now.outbox.actsSince('S1001', new Date(0))).toBe(0);
    expect(station.audited().at(-1)).toMatchObject({ kind: 'command-cancelled' });
    expect(codeOf(station.now.board.cancel({ commandId: command?.id ?? '' }))).toBe(
      'command/not-cancellable',
    );
  });

  test('can not be taken back once it was handed to the network, unless no connection came about (I5)', async () => {
    const { command } = await suspended();
    const id = command?.id ?? '';
    const { store, outbox, board } = station.now;
    store.write((database) => outbox.noteSending(database, [id]));
    expect(codeOf(board.cancel({ commandId: id }))).toBe('command/not-cancellable');
    store.write((database) => outbox.noteUnsent(database, [id]));
    expect(codeOf(board.cancel({ commandId: id }))).toBe('ok');
  });

  test('is tried again at once when it is asked for', async () => {
    const { command } = await suspended();
    const id = command?.id ?? '';
    const { store, outbox, board } = station.now;
    for (let tries = 0; tries < 12; tries += 1)
      store.write((database) => outbox.recordFailure(database, id, 'call/flood'));
    const woken = station.link.woken;
    value(board.retry({ commandId: id }));
    expect(outbox.pending(1).map((one) => one.id)).toEqual([id]);
    expect(station.link.woken).toBe(woken + 1);
  });
});

describe('after a sign-in by a code (I1)', () => {
  const acts: readonly ActWish[] = [
    { kind: 'suspend', until: '2025-06-10T05:00:00.000Z' },
    { kind: 'reset-factors', factorIds: ['app'] },
    { kind: 'new-totp' },
    { kind: 'temporary-code', minutes: 60 },
  ];

  test.each(acts)('no $kind is signed without another operator’s key', async (act) => {
    online();
    station.now.staff.signOut();
    value(await station.now.staff.codeSignIn('op-b', async () => ok('')));
    const caseId = await checkedCase();
    expect(codeOf(decide(caseId, act))).toBe('staff/other-signer-needed');
    expect(codeOf(station.now.acts.decide({ caseId, act, signer: 'op-b' }))).toBe('staff/signer-refused');
    const decided = value(station.now.acts.decide({ caseId, act, signer: 'op-a' }));
    expect(decided.decision?.canonical).toContain('"operator":"op-a"');
    // The key that is plugged in is another's.
    client.signer = signers.b;
    expect(codeOf(await station.now.counter.sign({ caseId }))).not.toBe('ok');
    expect(station.now.outbox.list(1)).toEqual([]);
  });
});

describe('a second approval (I4)', () => {
  test.each([
    { kind: 'reset-factors', factorIds: ['app'] },
    { kind: 'new-totp' },
    { kind: 'temporary-code', minutes: 60 },
  ] as readonly ActWish[])('is asked for a $kind of somebody whom the policy names', async (act) => {
    online();
    if (act.kind === 'temporary-code')
      secret = { kind: 'temporary-code', code: 'K7Q2MX9A', validUntil: later(hour) };
    const { state } = station.policy;
    if (state.state !== 'valid') throw new Error('the example policy is valid');
    station.policy.state = { state: 'valid', policy: askingSecondApproval(state.policy, ['S1001']) };
    const first = await signedAct(act);
    expect(first).toMatchObject({ state: 'approving', acts: { shown: null } });
    expect(station.now.outbox.list(1)).toEqual([]);
    expect(issuedTo).toEqual([]);
    const { approvals } = station.now;
    expect(codeOf(await approvals.approve({ caseId: first.id }))).toBe('case/approval-own');
    client.signer = signers.b;
    const approved = value(await approvals.approve({ caseId: first.id }));
    expect(approved.state).toBe('signed');
    expect(approved.acts.shown === null).toBe(act.kind === 'reset-factors');
  });
});
