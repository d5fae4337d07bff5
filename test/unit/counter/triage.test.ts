import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lastKnownFactors } from '../../../main/agent/counter/person-factors.ts';
import { profiles } from '../../../main/profile/profiles.ts';
import { visitReason } from '../../../preload/contract/models/visit.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  minute,
  operator,
  signingClient,
  start,
} from '../staff/counter-station.ts';
import { card, codeOf, value } from './counter-desk.ts';

const signer = createWebAuthnSigner();
const stationOf = (profile: string) =>
  createCounterStation({
    client: signingClient(signer),
    operators: [operator('op-a', [signer.credential], { person: 'S1002', role: 'supervisor' })],
    enrolment: { profile },
  });

let station: CounterStation;
beforeEach(async () => {
  station = stationOf('hokuto-demo');
  value(await station.now.staff.signIn());
});
afterEach(() => station.remove());

const open = (reason: Parameters<typeof station.now.counter.open>[0]['reason'], personId = 'S1001') =>
  value(station.now.counter.open({ personId, reason }));
const answer = (caseId: string, questionId: string, optionId: string) =>
  station.now.triage.answer({ caseId, questionId, optionId });
const live = (...counts: readonly boolean[]) => {
  station.hub.answer = {
    at: new Date(start).toISOString(),
    factors: counts.map((one) => ({ kind: one ? 'totp' : 'mail', label: '', counts: one })),
  };
};

/** The institution's points against impersonation, gone through. */
const prompts = ['face', 'says-name', 'original', 'no-hurry'];

describe('the way to a suspension', () => {
  test('leads through the institution’s questions, and no check is taken before them', () => {
    const { id: caseId, triage } = open('forgotten');
    expect(triage).toMatchObject({
      path: [{ by: 'reason', optionId: 'forgotten' }],
      question: { id: 'another-method' },
      mayContinue: false,
    });
    expect(codeOf(station.now.counter.recordCheck({ caseId, documents: [card], prompts }))).toBe(
      'case/triage-first',
    );
    const answered = value(answer(caseId, 'another-method', 'no'));
    expect(answered.triage).toMatchObject({
      outcome: { id: 'suspend' },
      mayContinue: true,
    });
    expect(answered.triage?.outcome?.operations.map(({ id, carriedOut }) => [id, carriedOut])).toEqual([
      ['suspend', true],
      ['temporary-code', true],
      ['initialise-totp', true],
      ['reset', true],
    ]);
    expect(value(station.now.counter.recordCheck({ caseId, documents: [card], prompts })).state).toBe(
      'checked',
    );
  });

  test('is closed where the outcome is no suspension, and to what was not asked', () => {
    const { id: caseId } = open('forgotten');
    value(answer(caseId, 'another-method', 'yes'));
    expect(codeOf(station.now.counter.recordCheck({ caseId, documents: [card], prompts }))).toBe(
      'case/not-offered',
    );
    expect(codeOf(answer(caseId, 'which-trouble', 'refused'))).toBe('call/bad-input');
    expect(codeOf(answer(caseId, 'what-happened', 'broken'))).toBe('call/bad-input');
    expect(codeOf(answer(caseId, 'another-method', 'perhaps'))).toBe('call/bad-input');
  });

  test('opens in cases of theft only once every urgent step is acknowledged', () => {
    const { id: caseId, triage } = open('lost-or-stolen');
    const steps = triage?.outcome?.urgent.map(({ id }) => id) ?? [];
    expect(steps).toHaveLength(2);
    for (const stepId of steps) {
      expect(codeOf(station.now.counter.recordCheck({ caseId, documents: [card], prompts }))).toBe(
        'case/triage-first',
      );
      expect(codeOf(station.now.triage.advise({ caseId }))).toBe('case/triage-first');
      value(station.now.triage.acknowledge({ caseId, stepId }));
    }
    expect(codeOf(station.now.triage.acknowledge({ caseId, stepId: 'other' }))).toBe('call/bad-input');
    expect(codeOf(station.now.counter.recordCheck({ caseId, documents: [card], prompts }))).toBe('ok');
    const acknowledged = station.audited().filter(({ kind }) => kind === 'urgent-step-acknowledged');
    expect(acknowledged.map(({ facts }) => facts.step)).toEqual(steps);
  });

  test('takes a decision back when an answer changes, and refuses to sign it', async () => {
    const { id: caseId } = open('forgotten');
    value(answer(caseId, 'another-method', 'no'));
    value(station.now.counter.recordCheck({ caseId, documents: [card], prompts }));
    const until = new Date(station.time.wall + hour).toISOString();
    value(station.now.counter.decide({ caseId, until }));
    expect(value(answer(caseId, 'another-method', 'yes'))).toMatchObject({
      state: 'checked',
      decision: null,
    });
    expect(codeOf(station.now.counter.decide({ caseId, until }))).toBe('case/not-offered');
    expect(codeOf(await station.now.counter.sign({ caseId }))).toBe('case/not-decided');
    expect(station.now.outbox.depth()).toBe(0);
  });

  test('is never the operator’s own (I4)', () => {
    expect(codeOf(station.now.counter.open({ personId: 'S1002', reason: 'other' }))).toBe('case/own-account');
  });
});

describe('advice', () => {
  test('ends the case, is on record, and counts as a suspension avoided where the person helps themselves', () => {
    for (const personId of ['S1001', 'S1003']) {
      const { id: caseId } = open('forgotten', personId);
      expect(codeOf(station.now.triage.advise({ caseId }))).toBe('case/triage-first');
      value(answer(caseId, 'another-method', 'yes'));
      value(station.now.triage.advise({ caseId }));
      expect(value(station.now.counter.current())).toBeNull();
    }
    expect(value(station.now.triage.avoided())).toEqual({ days: [{ day: '2025-06-10', count: 2 }] });
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'case-advised',
      facts: { outcome: 'use-another', kind: 'self-service', avoided: true },
    });
  });

  test('to come to the counter, or to another office, avoids no suspension', () => {
    const { id: caseId } = open('other');
    value(answer(caseId, 'which-trouble', 'password'));
    value(station.now.triage.advise({ caseId }));
    expect(value(station.now.triage.avoided())).toEqual({ days: [] });
  });
});

describe('factors', () => {
  test('that are known just now answer what they can: nobody is asked for what is registered nowhere', async () => {
    live(true, false);
    const { id: caseId } = open('forgotten');
    expect(value(await station.now.triage.factors({ caseId })).source).toBe('live');
    expect(station.hub.asked).toMatchObject([
      {
        path: '/v1/people/factors',
        body: { person: 'S1001', operator: 'op-a', case: caseId, proof: { grant: { by: 'key' } } },
      },
    ]);
    expect(value(station.now.counter.current())?.triage).toMatchObject({
      path: [{ by: 'reason' }, { by: 'factors', optionId: 'no' }],
      mayContinue: true,
    });
    // The operator, who sees the visitor, may know better.
    expect(value(answer(caseId, 'another-method', 'yes')).triage?.mayContinue).toBe(false);
  });

  test('of which several count leave the question to the visitor', async () => {
    live(true, true);
    const { id: caseId } = open('forgotten');
    value(await station.now.triage.factors({ caseId }));
    expect(value(station.now.counter.current())?.triage?.question?.id).toBe('another-method');
  });

  test('are last known without the hub, answer nothing then, and are gone with the person’s key', async () => {
    const { id: caseId } = open('forgotten');
    expect(value(await station.now.triage.factors({ caseId }))).toEqual({
      source: 'unknown',
      at: null,
      factors: [],
    });
    live(true);
    value(await station.now.triage.factors({ caseId }));
    station.hub.answer = null;
    value(station.now.counter.close({ caseId }));
    const { id: second } = open('forgotten');
    expect(value(await station.now.triage.factors({ caseId: second }))).toMatchObject({
      source: 'last-known',
      at: new Date(start).toISOString(),
      factors: [{ kind: 'totp' }],
    });
    expect(value(station.now.counter.current())?.triage?.question?.id).toBe('another-method');
    const raw = station.now.store.read.get<{ sealed: Uint8Array }>('SELECT sealed FROM person_factors');
    expect(Buffer.from(raw!.sealed).includes('totp')).toBe(false);
    station.now.store.write((database) => station.now.audit.erasePerson(database, 'S1001'));
    expect(lastKnownFactors(station.now.store.read, 'S1001').source).toBe('unknown');
  });

  test('are forgotten when the directory no longer has the person', async () => {
    live(true);
    const { id: caseId } = open('other');
    value(await station.now.triage.factors({ caseId }));
    station.now.store.write((database) =>
      station.now.people.applyPeople(database, { upsert: [], remove: ['S1001'] }),
    );
    expect(station.now.store.read.all('SELECT * FROM person_factors')).toEqual([]);
  });

  test('are asked for an open case alone, and every asking is on record (I8)', async () => {
    const { id: caseId } = open('other');
    value(station.now.counter.close({ caseId }));
    expect(codeOf(await station.now.triage.factors({ caseId }))).toBe('case/none');
    const { id: second } = open('other');
    await station.now.triage.factors({ caseId: second });
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'factors-asked',
      facts: { case: second, source: 'unknown', refusal: 'hub/needed' },
    });
  });
});

describe.each(profiles.map(({ id }) => id))('the questions of %s', (profile) => {
  type Reason = Parameters<typeof open>[0];
  type Answers = readonly (readonly [questionId: string, optionId: string])[];

  /** One more visit, as far as these answers lead. */
  const visit = (reason: Reason, answers: Answers) => {
    // A counter that opens one record after the other is stopped.
    station.pass(2 * minute);
    station.now.staff.active();
    const { id: caseId } = open(reason);
    for (const [questionId, optionId] of answers) value(answer(caseId, questionId, optionId));
    return caseId;
  };
  const seen = () => {
    const shown = value(station.now.counter.current());
    if (shown?.triage == null) throw new Error('no case with questions');
    return { ...shown, triage: shown.triage };
  };

  /** Every way that a visitor can answer, from the reason to where it ends. */
  const waysOf = (reason: Reason, answers: Answers = []): readonly Answers[] => {
    const caseId = visit(reason, answers);
    const { question } = seen().triage;
    value(station.now.counter.close({ caseId }));
    if (question === null) return [answers];
    return question.options.flatMap(({ id }) => waysOf(reason, [...answers, [question.id, id]]));
  };

  test('lead every visit, whatever is answered, to a check for what the institution does, or to advice on record', async () => {
    station.remove();
    station = stationOf(profile);
    value(await station.now.staff.signIn());
    let avoided = 0;
    for (const reason of visitReason.options) {
      for (const way of waysOf(reason)) {
        const where = `${reason} ${way.map((one) => one.join('=')).join(' ')}`;
        const caseId = visit(reason, way);
        const { outcome } = seen().triage;
        if (outcome === null) throw new Error(`${where}: no outcome`);
        const check = () => codeOf(station.now.counter.recordCheck({ caseId, documents: [card], prompts }));
        for (const { id: stepId } of outcome.urgent) {
          expect(seen().triage.mayContinue, where).toBe(false);
          expect(check(), where).toBe('case/triage-first');
          expect(codeOf(station.now.triage.advise({ caseId })), where).toBe('case/triage-first');
          value(station.now.triage.acknowledge({ caseId, stepId }));
        }
        const { acts, triage } = seen();
        if (triage.mayContinue) {
          // What stands there can be decided: nobody is checked for nothing.
          expect(acts.offered.length, where).toBeGreaterThan(0);
          const operations = outcome.operations.map(({ id }) => id);
          for (const { operation } of acts.offered) expect(operations, where).toContain(operation);
          expect(['case/triage-first', 'case/not-offered'], where).not.toContain(check());
          value(station.now.counter.close({ caseId }));
        } else {
          expect(check(), where).toBe('case/not-offered');
          expect(outcome.steps.length, where).toBeGreaterThan(0);
          value(station.now.triage.advise({ caseId }));
          const isAvoided = outcome.kind === 'self-service';
          expect(station.audited().at(-1), where).toMatchObject({
            kind: 'case-advised',
            facts: { outcome: outcome.id, kind: outcome.kind, avoided: isAvoided },
          });
          if (isAvoided) avoided += 1;
          expect(value(station.now.counter.current())).toBeNull();
        }
      }
    }
    const counted = value(station.now.triage.avoided()).days.reduce((sum, { count }) => sum + count, 0);
    expect(avoided).toBeGreaterThan(0);
    expect(counted).toBe(avoided);
  });
});
