import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeFailedCheck } from '../../../main/agent/check/failed-checks.ts';
import { forgetChecks } from '../../../main/agent/check/forget-checks.ts';
import { noteNews } from '../../../main/agent/check/person-news.ts';
import { keepParticulars } from '../../../main/agent/check/person-particulars.ts';
import { drawnPortrait } from '../../../main/profile/demonstration-portraits.ts';
import { kyotoProfile } from '../../../main/profile/kyoto/profile.ts';
import type { Result } from '../../../preload/contract/errors.ts';
import type { PersonNews } from '../../../preload/contract/models/check.ts';
import type { CheckedDocument } from '../../../preload/contract/models/identity.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  minute,
  operator,
  type SigningClient,
  signingClient,
  start,
} from '../staff/counter-station.ts';

const card: CheckedDocument = {
  type: 'student-card',
  photoMatches: true,
  nameMatches: true,
  validUntil: '2028-03-31',
  lastFour: '9Z7Y',
};
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code);
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

const signers = { a: createWebAuthnSigner(), b: createWebAuthnSigner() };
let client: SigningClient;
let station: CounterStation;

/** A counter of an institution; `op-a` is signed in, and S1003 is `op-b`'s own account. */
async function counterOf(
  profile: string,
  suspension: Partial<ReturnType<typeof examplePolicy>['suspension']> = {},
) {
  client = signingClient(signers.a);
  station = createCounterStation({
    client,
    operators: [
      operator('op-a', [signers.a.credential]),
      operator('op-b', [signers.b.credential], { person: 'S1003' }),
    ],
    enrolment: { profile },
  });
  const policy = examplePolicy({ operatorRegistry: { maximumAgeHours: 24 } });
  station.policy.state = {
    state: 'valid',
    policy: { ...policy, suspension: { ...policy.suspension, ...suspension } },
  };
  value(await station.now.staff.signIn());
}
async function as(who: 'a' | 'b') {
  station.now.staff.signOut();
  client.signer = signers[who];
  value(await station.now.staff.signIn());
}
afterEach(() => station.remove());

const { check, counter, triage } = {
  check: () => station.now.check,
  counter: () => station.now.counter,
  triage: () => station.now.triage,
};
const lastAudit = () => station.audited().at(-1);
const news = (cause: PersonNews['cause'], after: number): PersonNews => ({
  cause,
  at: new Date(station.time.wall + after).toISOString(),
  counter: { ja: '日吉', en: 'Hiyoshi' },
  until: new Date(station.time.wall + 24 * hour).toISOString(),
  reference: 'K7Q2-9M4T',
});
const tell = (personId: string, told: PersonNews) =>
  station.now.store.write((database) => noteNews(database, personId, told));
const phoneOf = (personId: string, telephone: string | null) =>
  station.now.store.write((database) =>
    keepParticulars(database, personId, { telephone, portrait: drawnPortrait(1) }),
  );

describe('documents', () => {
  const evidence = { withPhoto: 1, withoutPhoto: 2 };
  const documents: CheckedDocument['type'][] = [
    'student-card',
    'my-number-card',
    'insurance-certificate',
    'residence-record',
  ];
  beforeEach(() => counterOf('example', { evidence, documents }));
  const open = () => value(counter().open({ personId: 'S1001', reason: 'forgotten' })).id;
  const paper = (type: CheckedDocument['type']): CheckedDocument => ({
    ...card,
    type,
    photoMatches: false,
    validUntil: null,
    lastFour: '',
  });

  test.each<readonly [string, readonly CheckedDocument[], string]>([
    ['one with a photograph', [card], 'ok'],
    ['two kinds without', [paper('insurance-certificate'), paper('residence-record')], 'ok'],
    ['one without', [paper('insurance-certificate')], 'case/documents-short'],
    ['the same kind twice', [paper('residence-record'), paper('residence-record')], 'case/documents-short'],
    ['expired yesterday', [{ ...card, validUntil: '2025-06-09' }], 'case/document-expired'],
    [
      'a My Number card without its date',
      [{ ...card, type: 'my-number-card', validUntil: null, lastFour: '' }],
      'case/document-undated',
    ],
    ['digits of a My Number card', [{ ...card, type: 'my-number-card' }], 'case/my-number'],
    ['a kind that is not accepted', [{ ...card, type: 'passport' }], 'case/check-failed'],
    ['another name on paper', [{ ...paper('residence-record'), nameMatches: false }], 'case/check-failed'],
  ])('%s', (_, shown, expected) => {
    const caseId = open();
    expect(codeOf(counter().recordCheck({ caseId, documents: [...shown] }))).toBe(expected);
    // Only what speaks against the person ends the case.
    expect(value(counter().current())?.id ?? null).toBe(expected === 'case/check-failed' ? null : caseId);
    expect(JSON.stringify(station.audited())).not.toContain('9Z7Y');
  });

  test('an expired document is on record although the case goes on (I8)', () => {
    counter().recordCheck({ caseId: open(), documents: [{ ...card, validUntil: '2025-06-09' }] });
    expect(lastAudit()).toMatchObject({
      kind: 'document-refused',
      facts: { code: 'case/document-expired', documents: 'student-card' },
    });
  });
});

describe('points against impersonation', () => {
  beforeEach(() => counterOf('joho'));
  const checking = () => {
    const { id: caseId } = value(counter().open({ personId: 'S1001', reason: 'forgotten' }));
    value(triage().answer({ caseId, questionId: 'another-method', optionId: 'no' }));
    return caseId;
  };

  test('are all acknowledged before anything is recorded, and are in what is signed (I1)', () => {
    const caseId = checking();
    const { prompts } = value(check().view({ caseId }));
    expect(prompts.filter(({ tick }) => tick).map(({ id }) => id)).toEqual(['impersonation']);
    const ids = prompts.map(({ id }) => id);
    expect(codeOf(counter().recordCheck({ caseId, documents: [card], prompts: ids.slice(1) }))).toBe(
      'case/prompts-open',
    );
    expect(value(counter().recordCheck({ caseId, documents: [card], prompts: ids })).check?.prompts).toEqual(
      ids,
    );
    expect(lastAudit()?.facts.prompts).toBe(ids.join(' '));
    expect(codeOf(check().call({ caseId, result: 'reached' }))).toBe('case/phone-not-allowed');
  });

  test('a doubt ends the case, and the next operator sees it', async () => {
    value(check().doubt({ caseId: checking(), method: 'documents' }));
    expect(counter().current()).toEqual({ ok: true, value: null });
    expect(lastAudit()).toMatchObject({
      kind: 'check-recorded',
      facts: { outcome: 'failed', reasons: 'doubt' },
    });
    await as('b');
    const [failed] = value(check().view({ caseId: checking() })).failures;
    expect(failed).toMatchObject({ here: true, method: 'documents', reasons: ['doubt'] });
  });

  test('a check that failed at another counter is seen too, for half a year, until the person is erased', () => {
    station.now.store.write((database) =>
      takeFailedCheck(database, {
        id: '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11',
        person: 'S1001',
        at: new Date(start - hour).toISOString(),
        station: 'counter-9',
        counter: { ja: '日吉', en: 'Hiyoshi' },
        method: 'documents',
        reasons: ['photo-differs'],
      }),
    );
    const caseId = checking();
    expect(value(check().view({ caseId })).failures).toMatchObject([
      { here: false, reasons: ['photo-differs'] },
    ]);
    station.now.store.write((database) => forgetChecks(database, 'S1001'));
    expect(value(check().view({ caseId })).failures).toEqual([]);
  });

  test('the photograph on file is given within the case alone, each time on record; a broken one never', () => {
    phoneOf('S1001', null);
    const caseId = checking();
    expect(value(check().view({ caseId })).portrait).toBe(true);
    expect(value(check().portrait({ caseId })).portrait).toEqual(drawnPortrait(1));
    expect(lastAudit()?.kind).toBe('portrait-shown');
    expect(codeOf(check().portrait({ caseId: '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11' }))).toBe('case/none');
    const stored = station.now.store.read.get<{ sealed: Uint8Array }>(
      'SELECT sealed FROM person_particulars',
    );
    expect(Buffer.from(stored?.sealed ?? []).includes(drawnPortrait(1).data.slice(0, 40))).toBe(false);
    station.now.store.write((database) =>
      keepParticulars(database, 'S1001', { telephone: null, portrait: { type: 'image/png', data: 'AAAA' } }),
    );
    expect(value(check().portrait({ caseId })).portrait).toBeNull();
  });

  test('names are shown as documents write them', () => {
    const { names } = value(check().view({ caseId: checking() }));
    expect(names.kanji).toEqual(['髙橋 花子', '高橋 花子']);
    expect(names.kana).toEqual(['タカハシ ハナコ', 'たかはし はなこ']);
    expect(names.romaji).toEqual(expect.arrayContaining(['HANAKO TAKAHASHI', 'TAKAHASHI HANAKO']));
  });
});

describe('by telephone (Kyoto)', () => {
  beforeEach(() =>
    counterOf('kyoto', {
      evidence: { withPhoto: 1, withoutPhoto: null, byPhone: ['initialise-totp', 'temporary-code'] },
    }),
  );
  const calling = (personId = 'S1001') => {
    const { id: caseId } = value(counter().open({ personId, reason: 'forgotten' }));
    value(triage().answer({ caseId, questionId: 'mail-for-code', optionId: 'no' }));
    return caseId;
  };
  const right = { name: true, number: true, affiliation: true, reference: true };
  const points = (kyotoProfile.phone?.check ?? []).map((_, index) => `call-${index + 1}`);
  const record = (caseId: string, answers = right) =>
    check().recordCall({ caseId, answers, prompts: points });

  test('nobody is called without a number on file', () => {
    const caseId = calling();
    expect(value(check().view({ caseId })).phone?.number).toBeNull();
    expect(codeOf(check().call({ caseId, result: 'reached' }))).toBe('case/no-number-on-file');
  });

  test('nothing is recorded before the person was reached, nor when the last call was not answered', () => {
    phoneOf('S1001', '000-5550-0102');
    const caseId = calling();
    expect(codeOf(record(caseId))).toBe('case/no-call');
    value(check().call({ caseId, result: 'reached' }));
    value(check().call({ caseId, result: 'no-answer' }));
    expect(codeOf(record(caseId))).toBe('case/no-call');
    value(check().call({ caseId, result: 'reached' }));
    const recorded = value(record(caseId)).check;
    expect(recorded).toMatchObject({
      documents: [],
      outcome: 'passed',
      phone: { numberEnds: '02', answers: right },
    });
    expect(JSON.stringify(station.audited())).not.toContain('5550');
  });

  test('a call that was too long ago, or to a number that is no longer on file, counts no more', () => {
    phoneOf('S1001', '000-5550-0102');
    const caseId = calling();
    value(check().call({ caseId, result: 'reached' }));
    phoneOf('S1001', '000-5550-0199');
    expect(codeOf(record(caseId))).toBe('case/no-call');
    value(check().call({ caseId, result: 'reached' }));
    station.pass(61 * minute);
    void station.now.staff.current();
    expect(['case/no-call', 'staff/not-signed-in', 'staff/sign-in-stale']).toContain(codeOf(record(caseId)));
  });

  test('answers that differ end the case', () => {
    phoneOf('S1001', '000-5550-0102');
    const caseId = calling();
    value(check().call({ caseId, result: 'reached' }));
    expect(codeOf(record(caseId, { ...right, affiliation: false }))).toBe('case/check-failed');
    expect(value(check().view({ caseId: calling() })).failures).toMatchObject([
      { method: 'phone', reasons: ['answers-differ'] },
    ]);
  });

  test('outside the hours nobody is called', async () => {
    phoneOf('S1001', '000-5550-0102');
    // 17:30 in Tokyo.
    station.pass(7 * hour);
    station.setRegistryCurrent();
    station.now.clock.confirm(new Date(station.time.wall), 0);
    await as('a');
    const caseId = calling();
    const { phone } = value(check().view({ caseId }));
    expect(phone).toMatchObject({ open: false, closesAt: null, next: { from: '09:00' } });
    expect(codeOf(check().call({ caseId, result: 'reached' }))).toBe('case/phone-closed');
  });

  test('a case waits aside, survives a crash, and another operator goes on with a call of their own', async () => {
    phoneOf('S1001', '000-5550-0102');
    const caseId = calling();
    value(check().call({ caseId, result: 'reached' }));
    value(check().park({ caseId }));
    expect(counter().current()).toEqual({ ok: true, value: null });
    // The counter goes on with somebody else meanwhile.
    const other = calling('S1002');
    expect(codeOf(check().takeUp({ caseId }))).toBe('case/already-open');
    counter().close({ caseId: other });
    station.restart();
    await as('b');
    expect(value(check().parked())).toMatchObject([{ caseId, attempts: 1, open: true, closesAt: '17:00' }]);
    expect(value(check().takeUp({ caseId })).id).toBe(caseId);
    expect(lastAudit()).toMatchObject({
      kind: 'case-taken-up',
      actor: { id: 'op-b' },
      facts: { openedBy: 'op-a' },
    });
    expect(codeOf(record(caseId))).toBe('case/no-call');
    value(check().call({ caseId, result: 'reached' }));
    expect(value(record(caseId)).state).toBe('checked');
    expect(value(check().parked())).toEqual([]);
  });

  test('nobody takes up a case of their own account (I4)', async () => {
    phoneOf('S1003', '000-5550-0103');
    const caseId = calling('S1003');
    value(check().park({ caseId }));
    await as('b');
    expect(codeOf(check().takeUp({ caseId }))).toBe('case/own-account');
  });
});

describe('what comes about meanwhile', () => {
  beforeEach(() => counterOf('example'));
  const decided = () => {
    const { id: caseId } = value(counter().open({ personId: 'S1001', reason: 'forgotten' }));
    value(counter().recordCheck({ caseId, documents: [card] }));
    value(counter().decide({ caseId, until: new Date(station.time.wall + hour).toISOString() }));
    return caseId;
  };

  test.each(['suspended', 'resumed', 're-enrolled', 'directory-changed', 'disabled'] as const)(
    '%s: nothing is signed before the operator chose to go on',
    async (cause) => {
      const caseId = decided();
      tell('S1001', news(cause, 1000));
      tell('S1001', news(cause, 3000));
      expect(codeOf(await counter().sign({ caseId }))).toBe('case/conflict');
      const { conflicts } = value(check().view({ caseId }));
      expect(conflicts).toMatchObject([{ cause }]);
      const positions = conflicts.map(({ position }) => position);
      expect(value(check().goOn({ caseId, positions })).conflicts).toEqual([]);
      expect(lastAudit()).toMatchObject({ kind: 'conflict-seen', facts: { causes: cause } });
      expect(codeOf(await counter().sign({ caseId }))).toBe('ok');
    },
  );

  test('news that come while the key waits for its touch stop the queueing too (I1)', async () => {
    const caseId = decided();
    client.before = async () => tell('S1001', news('suspended', 1000));
    expect(codeOf(await counter().sign({ caseId }))).toBe('case/conflict');
    expect(station.now.outbox.depth()).toBe(0);
  });

  test('news from before the case are shown and stop nothing; a resume since takes them away', async () => {
    tell('S1001', news('suspended', -2 * minute));
    const caseId = decided();
    expect(value(check().view({ caseId }))).toMatchObject({
      conflicts: [],
      elsewhere: [{ reference: 'K7Q2-9M4T' }],
    });
    tell('S1001', news('resumed', -minute));
    expect(value(check().view({ caseId })).elsewhere).toEqual([]);
    expect(codeOf(await counter().sign({ caseId }))).toBe('ok');
  });

  test('nobody else’s news concern the case', async () => {
    const caseId = decided();
    tell('S1002', news('suspended', 1000));
    expect(codeOf(await counter().sign({ caseId }))).toBe('ok');
  });
});
