import { generateRegistrationOptions } from '@simplewebauthn/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandDigest, commandEnvelope } from '../../../main/exchange/command.ts';
import {
  type OperatorCredential,
  verifyOperatorAssertion,
} from '../../../main/exchange/operator-assertion.ts';
import { readRegisteredCredential } from '../../../main/exchange/operator-registration.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import type { FidoClient } from '../../../native/client/fido-client.ts';
import type { SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import { counterCase } from '../../../preload/contract/models/counter.ts';
import type { CheckedDocument } from '../../../preload/contract/models/identity.ts';
import { clientOn, origin, person, rightPin, softKeys } from '../native/soft-key-bench.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  operator,
  rpId,
  start,
  stationKey,
} from '../staff/counter-station.ts';

const card: CheckedDocument = {
  type: 'student-card',
  photoMatches: true,
  nameMatches: true,
  validUntil: '2028-03-31',
  lastFour: '1001',
};
const until = new Date(start + 24 * hour).toISOString();

let port: SoftKeyPort;
let station: CounterStation;
let credentials: { readonly a: OperatorCredential; readonly b: OperatorCredential };

beforeEach(async () => {
  port = softKeys([
    { id: 'a', initialPin: rightPin, inserted: false },
    { id: 'b', initialPin: rightPin, inserted: false },
  ]);
  const client = clientOn(port);
  credentials = { a: await register(client, 'a'), b: await register(client, 'b') };
  station = createCounterStation({
    client,
    devices: port,
    operators: [operator('op-a', [credentials.a]), operator('op-b', [credentials.b])],
  });
  station.hands.pin = () => rightPin;
  hold('a');
});
afterEach(() => station.remove());

/** One key in the reader, the other out of it. */
function hold(id: 'a' | 'b'): void {
  port.remove(id === 'a' ? 'b' : 'a');
  port.insert(id);
}

async function register(client: FidoClient, id: 'a' | 'b'): Promise<OperatorCredential> {
  hold(id);
  const asked = await generateRegistrationOptions({
    rpName: 'Madoguchi',
    rpID: rpId,
    userName: id,
    supportedAlgorithmIDs: [-8, -7, -257],
  });
  const response = await client.makeCredential(asked, { origin, interaction: person() });
  if (!response.ok) throw new Error(response.error.code);
  const read = await readRegisteredCredential({ response: response.value, challenge: asked.challenge, rpId });
  if (!read.ok) throw new Error(read.refusal.code);
  return { ...read.value, label: id };
}

async function decided(): Promise<string> {
  const { staff, counter } = station.now;
  const signedIn = await staff.signIn();
  if (!signedIn.ok) throw new Error(signedIn.refusal.code);
  const opened = counter.open({ personId: 'S1001', reason: 'lost-or-stolen' });
  if (!opened.ok) throw new Error(opened.refusal.code);
  const caseId = opened.value.id;
  counter.recordCheck({ caseId, documents: [card] });
  const made = counter.decide({ caseId, until });
  if (!made.ok) throw new Error(made.refusal.code);
  return caseId;
}

async function sign(caseId: string): Promise<string> {
  const signed = await station.now.counter.sign({ caseId });
  return signed.ok ? signed.value.state : signed.refusal.code;
}

test('person, check, decision, touch: one command is queued, signed over its exact content (I1)', async () => {
  const caseId = await decided();
  const signed = await station.now.counter.sign({ caseId });
  if (!signed.ok) throw new Error(signed.refusal.code);
  const shown = counterCase.parse(signed.value);
  const [queued, ...more] = station.now.outbox.pending(50);
  expect(more).toEqual([]);
  if (queued === undefined) throw new Error('nothing is queued');

  const envelope = verifyDocument(
    'madoguchi-command+jws',
    queued.envelope,
    stationKey,
    commandEnvelope,
    'hub/envelope-refused',
  );
  if (!envelope.ok) throw new Error('the envelope is not the station’s');
  const { command, assertion } = envelope.value;
  expect(command).toMatchObject({
    kind: 'suspend',
    station: 'counter-1',
    operator: 'op-a',
    person: 'S1001',
    caseId,
    until,
    check: { outcome: 'passed', documents: [card] },
  });
  const { canonical, digest } = commandDigest(command);
  expect(shown.decision).toMatchObject({ canonical, digest, commandId: command.id });
  const verified = await verifyOperatorAssertion({
    assertion,
    challenge: digest,
    rpId,
    credential: credentials.a,
  });
  expect(verified.ok).toBe(true);

  // Queued is not suspended (I5).
  expect(shown).toMatchObject({
    state: 'signed',
    command: { id: command.id, state: 'queued', until, late: false },
  });
  expect(station.link.woken).toBe(1);
  expect(station.audited().map((entry) => entry.kind)).toEqual([
    'staff-signed-in',
    'person-opened',
    'check-recorded',
    'case-decided',
    'command-queued',
  ]);
  // No PIN and no document number in what windows or the chain were told (I7).
  const told = JSON.stringify(station.events) + JSON.stringify(station.audited());
  expect(told).not.toContain(rightPin);
  expect(JSON.stringify(station.audited())).not.toContain('1001');
});

describe('nothing is queued when the key does not sign (I1)', () => {
  test.each([
    [
      'a wrong PIN, then none',
      'key/cancelled',
      () => {
        const pins = ['00000000'];
        station.hands.pin = (prompt) => {
          const pin = pins.shift();
          if (pin !== undefined) return pin;
          queueMicrotask(() => station.now.prompts.cancel(prompt.promptId));
          return null;
        };
      },
    ],
    [
      'cancelled at the prompt',
      'key/cancelled',
      () => {
        station.hands.pin = (prompt) => {
          queueMicrotask(() => station.now.prompts.cancel(prompt.promptId));
          return null;
        };
      },
    ],
    ['the other operator’s key', 'key/no-credential', () => hold('b')],
    [
      'pulled out at the prompt',
      'key/removed',
      () => {
        station.hands.pin = () => {
          port.remove('a');
          return rightPin;
        };
      },
    ],
  ])('%s: %s', async (_, code, arrange) => {
    const caseId = await decided();
    arrange();
    expect(await sign(caseId)).toBe(code);
    expect(station.now.outbox.depth()).toBe(0);
    expect(station.link.woken).toBe(0);
    expect(station.audited().some((entry) => entry.kind === 'command-queued')).toBe(false);
    expect(station.events.filter((one) => one.name === 'key').at(-1)).toEqual({ name: 'key', event: null });
    // The draft is as it was, and may be signed now.
    hold('a');
    station.hands.pin = () => rightPin;
    expect(await sign(caseId)).toBe('signed');
    expect(station.now.outbox.depth()).toBe(1);
  });
});

test('a draft survives a restart; its operator signs in again and goes on', async () => {
  const caseId = await decided();
  station.restart();
  expect(await sign(caseId)).toBe('staff/not-signed-in');
  await station.now.staff.signIn();
  const current = station.now.counter.current();
  expect(current.ok && current.value).toMatchObject({ id: caseId, state: 'decided', decision: { until } });
  expect(await sign(caseId)).toBe('signed');
});

test('another operator takes a draft over only by deciding anew, under their own name', async () => {
  const caseId = await decided();
  station.now.staff.signOut();
  hold('b');
  await station.now.staff.signIn();
  expect(await sign(caseId)).toBe('case/not-decided');
  expect(station.now.outbox.depth()).toBe(0);
  expect(station.now.counter.decide({ caseId, until }).ok).toBe(true);
  expect(await sign(caseId)).toBe('signed');
  expect(commandIn(station.now.outbox.pending(1)[0]?.envelope).operator).toBe('op-b');
});

test('ending a suspension early is signed by the key too, and queued behind it (I3)', async () => {
  const caseId = await decided();
  await sign(caseId);
  const [suspension] = station.now.outbox.list(1);
  if (suspension === undefined) throw new Error('nothing is queued');
  const resumed = await station.now.suspensions.resume({ commandId: suspension.id });
  expect(resumed.ok && resumed.value).toMatchObject({ kind: 'resume', state: 'queued', until: null });
  expect(station.now.outbox.depth()).toBe(2);
  expect(station.now.outbox.pending(50).map((one) => one.id)).toEqual([suspension.id]);
  expect(commandIn(station.now.outbox.list(1)[0]?.envelope)).toMatchObject({
    kind: 'resume',
    ends: [suspension.id],
    operator: 'op-a',
    person: 'S1001',
  });
});

/** The command inside an envelope, unverified. */
function commandIn(envelope: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(envelope?.split('.')[1] ?? '', 'base64url').toString()).command;
}

test('where the policy says so, the sign-in ends with the key that opened it and with no other, and the case is kept', async () => {
  const { state } = station.policy;
  if (state.state === 'invalid') throw new Error('the policy is valid');
  const operatorSession = {
    lockOnKeyRemoval: true,
    platformAuthenticators: 'refused' as const,
    sharedAccounts: [],
  };
  station.policy.state = { state: 'valid', policy: { ...state.policy, operatorSession } };
  const caseId = await decided();
  const standing = () => station.now.staff.standing().state;
  port.insert('b');
  port.remove('b');
  await expect.poll(standing).toBe('signed-in');
  port.remove('a');
  await expect.poll(standing).toBe('stale');
  expect(await sign(caseId)).toBe('staff/sign-in-stale');
  port.insert('a');
  expect((await station.now.staff.signIn()).ok).toBe(true);
  expect(await sign(caseId)).toBe('signed');
});
