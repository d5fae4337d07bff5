import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { KeyRegistration } from '../../../main/agent/operators/key-registration.ts';
import { createOperatorEnrolment } from '../../../main/agent/operators/operator-enrolment.ts';
import type { EnrolmentProgress } from '../../../main/exchange/operator-interface.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { createEnrollingKey } from '../../rigs/enrolling-key.ts';
import {
  type CounterStation,
  createCounterStation,
  minute,
  rpId,
  signingClient,
} from '../staff/counter-station.ts';

const code = 'ABCD-EFGH-JK10-1234';
const progress: EnrolmentProgress = {
  operator: { id: 'op-new', name: { ja: '新', en: 'New' }, role: 'operator' },
  purpose: 'new',
  keys: [],
  minimumKeys: 2,
  challenge: 'A'.repeat(43),
  attestation: 'none',
  exclude: [],
  expiresAt: '2025-06-11T01:30:00.000Z',
};

let station: CounterStation;
let asked: string[];
/** Answers by the last part of the path; anything else goes well. */
let answers: Partial<Record<string, Result<unknown>>>;
let test1: Result<null>;
const key = createEnrollingKey();
beforeEach(() => {
  station = createCounterStation({ client: signingClient(), operators: [] });
  asked = [];
  answers = {};
  test1 = ok(null);
});
afterEach(() => station.remove());

function enrolment() {
  const { store, audit } = station.now;
  const unused = () => Promise.reject(new Error('not asked for here'));
  let keys: string[] = [];
  const keyRegistration: KeyRegistration = {
    register: async ({ challenge }) => ok(key.register({ challenge, rpId })),
    test: async (challenge) => (test1.ok ? ok(key.assert({ challenge, rpId })) : test1),
  };
  return createOperatorEnrolment({
    store,
    audit,
    link: station.link,
    keys: keyRegistration,
    monotonicMs: () => station.time.monotonic,
    client: {
      pushCommands: unused,
      pushSignIns: unused,
      readFeed: unused,
      keepCheckpoint: unused,
      async ask<Schema extends z.ZodType>(path: string, _: unknown, schema: Schema) {
        const step = path.split('/').at(-1) ?? '';
        asked.push(step);
        const answer = answers[step];
        if (answer !== undefined) return answer.ok ? ok(schema.parse(answer.value)) : answer;
        if (step === 'prove') keys = [...keys, 'key'];
        return ok(schema.parse(step === 'finish' ? { operator: 'op-new' } : { ...progress, keys }));
      },
    },
  });
}

describe('enrolling at a counter', () => {
  test('goes from the code over two tested keys to the end, on record (I8)', async () => {
    const desk = enrolment();
    expect(await desk.open({ code: 'abcd efgh jkio l234' })).toMatchObject({ ok: true, value: { keys: [] } });
    expect(await desk.addKey({ label: 'one' })).toMatchObject({ ok: true, value: { keys: ['key'] } });
    expect(await desk.addKey({ label: 'two' })).toMatchObject({ ok: true, value: { keys: ['key', 'key'] } });
    expect(await desk.finish()).toMatchObject({ ok: true });
    expect(asked).toEqual(['enrolment', 'register', 'prove', 'register', 'prove', 'finish']);
    expect(station.link.woken).toBe(1);
    expect(station.audited().map(({ kind }) => kind)).toEqual([
      'operator-key-registered',
      'operator-key-registered',
      'operator-enrolled',
    ]);
    expect(JSON.stringify(station.audited())).not.toContain(code);
    expect(desk.state()).toEqual(ok(null));
  });

  test('asks only for the test where only the test broke off', async () => {
    const desk = enrolment();
    await desk.open({ code });
    test1 = refuse('key/cancelled');
    expect(await desk.addKey({ label: 'one' })).toEqual(refuse('key/cancelled'));
    expect(desk.state()).toMatchObject({ ok: true, value: { untested: 'one', keys: [] } });
    test1 = ok(null);
    expect(await desk.addKey({ label: 'one' })).toMatchObject({
      ok: true,
      value: { untested: null, keys: ['key'] },
    });
    expect(asked).toEqual(['enrolment', 'register', 'prove']);
  });

  test('never asks the hub about what is no code', async () => {
    expect(await enrolment().open({ code: 'hello' })).toEqual(refuse('enrolment/code-refused'));
    expect(asked).toEqual([]);
  });

  test('is over when its code is no longer good, when it was given up, and after 15 minutes of nothing', async () => {
    const desk = enrolment();
    const none = refuse('enrolment/none');
    expect(await desk.addKey({ label: 'one' })).toEqual(none);
    await desk.open({ code });
    answers.register = refuse('enrolment/code-refused');
    expect(await desk.addKey({ label: 'one' })).toEqual(answers.register);
    expect(await desk.finish()).toEqual(none);
    await desk.open({ code });
    desk.abandon();
    expect(await desk.finish()).toEqual(none);
    await desk.open({ code });
    station.pass(16 * minute);
    expect(await desk.finish()).toEqual(none);
  });

  test('goes on after the hub was out of reach or refused a key', async () => {
    const desk = enrolment();
    await desk.open({ code });
    for (const refusal of [refuse('hub/needed'), refuse('enrolment/model-refused')]) {
      answers.register = refusal;
      expect(await desk.addKey({ label: 'one' })).toEqual(refusal);
    }
    delete answers.register;
    expect(await desk.addKey({ label: 'one' })).toMatchObject({ ok: true });
  });

  test('takes one step at a time', async () => {
    const desk = enrolment();
    await desk.open({ code });
    const [first, second] = await Promise.all([desk.addKey({ label: 'one' }), desk.addKey({ label: 'two' })]);
    expect(first.ok).toBe(true);
    expect(second).toEqual(refuse('key/busy'));
  });
});
