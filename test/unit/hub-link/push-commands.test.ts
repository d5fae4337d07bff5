import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHubClient } from '../../../main/agent/hub-link/hub-client.ts';
import { createPushCommands, type PushCommands } from '../../../main/agent/hub-link/push-commands.ts';
import { commandsRequest } from '../../../main/exchange/hub-interface.ts';
import { proofHeader, verifyRequest } from '../../../main/exchange/request-proof.ts';
import type { CheckedDocument } from '../../../preload/contract/models/identity.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  operator,
  signingClient,
  start,
  stationKey,
} from '../staff/counter-station.ts';
import { json, misbehavingHub } from './misbehaving-hub.ts';

const card: CheckedDocument = {
  type: 'student-card',
  photoMatches: true,
  nameMatches: true,
  validUntil: null,
  lastFour: '',
};
const going = new AbortController().signal;
type Hub = Awaited<ReturnType<typeof misbehavingHub>>;

let hub: Hub;
let station: CounterStation;
let push: PushCommands;
let told: number;

beforeEach(async () => {
  hub = await misbehavingHub(json(500, {}));
  const client = signingClient();
  station = createCounterStation({
    client,
    operators: [operator('op-a', [client.signer.credential])],
    hubUrl: hub.url,
  });
  told = 0;
  const { store, clock, audit, outbox, identity, staff } = station.now;
  push = createPushCommands({
    store,
    clock,
    audit,
    outbox,
    client: createHubClient({ identity, wall: () => new Date(start) }),
    onAnswered: () => {
      told += 1;
    },
  });
  await staff.signIn();
});
afterEach(() => station.remove());

/** Queues a suspension of a person and gives its id. */
async function queue(personId: string): Promise<string> {
  const { counter } = station.now;
  const opened = counter.open({ personId, reason: 'broken' });
  if (!opened.ok) throw new Error(opened.refusal.code);
  const caseId = opened.value.id;
  counter.recordCheck({ caseId, documents: [card] });
  counter.decide({ caseId, until: new Date(start + hour).toISOString() });
  const signed = await counter.sign({ caseId });
  if (!signed.ok || signed.value.command === null) throw new Error('not signed');
  counter.close({ caseId });
  return signed.value.command.id;
}

const stateOf = (id: string) => station.now.outbox.find(id)?.state;

test('nothing waits: nothing is asked', async () => {
  expect(await push(going)).toBe('idle');
  expect(hub.requests).toEqual([]);
});

test('what waits is sent in order under the station’s proof, and the answers kept', async () => {
  const ids = [await queue('S1001'), await queue('S1003')];
  hub.answer = json(200, {
    answers: [
      { id: ids[1], result: 'refused', code: 'hub/operator-unknown' },
      { id: ids[0], result: 'accepted', code: null },
    ],
  });
  expect(await push(going)).toBe('more');
  expect(ids.map(stateOf)).toEqual(['accepted', 'refused']);
  expect(told).toBe(1);
  const [request] = hub.requests;
  if (request === undefined) throw new Error('the hub was not asked');
  const sent = commandsRequest.parse(JSON.parse(request.body));
  expect(sent.envelopes).toEqual(ids.map((id) => station.now.outbox.find(id)?.envelope));
  const { method, path, body } = request;
  const proof = String(request.headers[proofHeader]);
  expect(
    verifyRequest(proof, { station: 'counter-1', method, path, body, now: new Date(start) }, stationKey).ok,
  ).toBe(true);
  expect(station.audited().slice(-2)).toMatchObject([
    { kind: 'command-state', facts: { command: ids[0], answer: 'accepted', code: null } },
    { kind: 'command-state', facts: { command: ids[1], answer: 'refused', code: 'hub/operator-unknown' } },
  ]);
  expect(await push(going)).toBe('idle');
});

describe('nothing is lost (I3)', () => {
  test.each([
    ['the hub is gone', null, 'hub/unreachable'],
    ['the hub is broken', json(500, {}), 'hub/unreachable'],
    ['the hub refuses the station', json(403, { code: 'hub/station-revoked' }), 'hub/station-revoked'],
    ['the answer is of another shape', json(200, { answers: [{ id: 7 }] }), 'hub/unreachable'],
    ['the answer passes over the command', json(200, { answers: [] }), 'hub/unreachable'],
    [
      'the answer names no command',
      json(200, { answers: [{ id: null, result: 'refused', code: 'hub/envelope-refused' }] }),
      'hub/unreachable',
    ],
  ] as const)('%s: the command stays queued, with what went wrong', async (_, answer, code) => {
    const id = await queue('S1001');
    if (answer === null) await hub.stop();
    else hub.answer = answer;
    await push(going);
    expect(station.now.outbox.find(id)).toMatchObject({ state: 'queued', attempts: 1, lastError: code });
    station.pass(10 * 60_000);
    expect(station.now.outbox.pending(50).map((one) => one.id)).toEqual([id]);
  });

  test('an answer about a command that was not sent changes nothing', async () => {
    const id = await queue('S1001');
    const stranger = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';
    hub.answer = json(200, {
      answers: [
        { id: stranger, result: 'refused', code: 'hub/conflict' },
        { id, result: 'replay', code: null },
      ],
    });
    await push(going);
    expect(stateOf(id)).toBe('accepted');
    expect(station.now.outbox.find(stranger)).toBeNull();
  });

  test('an answer that cannot be stored is as if it had not come', async () => {
    const id = await queue('S1001');
    hub.answer = json(200, { answers: [{ id, result: 'accepted', code: null }] });
    station.now.store.write((database) =>
      database.run(
        `CREATE TRIGGER broken BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'broken'); END`,
      ),
    );
    await expect(push(going)).rejects.toThrow('broken');
    expect(stateOf(id)).toBe('queued');
    expect(told).toBe(0);
  });

  test('the same envelope is sent again, byte for byte', async () => {
    await queue('S1001');
    await push(going);
    station.pass(10 * 60_000);
    await push(going);
    expect(hub.requests).toHaveLength(2);
    expect(hub.requests[1]?.body).toBe(hub.requests[0]?.body);
    expect(hub.requests[1]?.headers[proofHeader]).not.toBe(hub.requests[0]?.headers[proofHeader]);
  });
});
