import { createAuditTrail } from '../../../main/agent/audit/audit-trail.ts';
import { createTrustedClock } from '../../../main/agent/clock/trusted-clock.ts';
import { createCounterParts } from '../../../main/agent/counter-parts.ts';
import { readStationIdentity, writeEnrolment } from '../../../main/agent/enrolment/station-identity.ts';
import type { HubClient } from '../../../main/agent/hub-link/hub-client.ts';
import { createOutbox } from '../../../main/agent/outbox/outbox.ts';
import { usualCardScanner } from '../../../main/agent/people/card-scanner.ts';
import { createPeopleReplica } from '../../../main/agent/people/people-replica.ts';
import type { EventSink, PolicyState, Store } from '../../../main/agent/ports.ts';
import { createKeyPresence } from '../../../main/agent/staff/key-presence.ts';
import { createKeyPrompts } from '../../../main/agent/staff/key-prompts.ts';
import { createOperatorKey } from '../../../main/agent/staff/operator-key.ts';
import { confirmRegistry, replaceOperators } from '../../../main/agent/staff/operator-registry.ts';
import { createStaffSessions } from '../../../main/agent/staff/staff-session.ts';
import type { OperatorCredential, OperatorRecord } from '../../../main/exchange/operator-assertion.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import {
  exportPrivatePem,
  exportPublicJwk,
  generateSigningKey,
  type SigningKey,
} from '../../../main/exchange/signing-key.ts';
import type { EnrolmentDocument } from '../../../main/exchange/station-documents.ts';
import type { FidoClient } from '../../../native/client/fido-client.ts';
import { succeed } from '../../../native/client/fido-error.ts';
import type { HidPort } from '../../../native/hid/hid-port.ts';
import { type ErrorCode, ok, refuse } from '../../../preload/contract/errors.ts';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { HubStatus } from '../../../preload/contract/models/station.ts';
import { type AssertionWish, createWebAuthnSigner, type WebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { createStoreFolder } from '../people/people-store.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import { createPlugBoard } from './plug-board.ts';

export const rpId = 'madoguchi.example.ac.jp';
/** A Tuesday, 10:30 in Tokyo. */
export const start = Date.parse('2025-06-10T01:30:00.000Z');
export const minute = 60_000;
export const hour = 60 * minute;

export const hubKey = generateSigningKey();
export const stationKey = generateSigningKey();

export function enrolmentOf(key: SigningKey, changes: Partial<EnrolmentDocument> = {}): EnrolmentDocument {
  return {
    v: 1,
    institution: { id: 'example-u', name: { ja: '例大学', en: 'Example University' } },
    station: {
      id: 'counter-1',
      name: 'counter-1',
      kind: 'counter',
      label: { ja: '窓口1', en: 'Counter 1' },
      publicKey: exportPublicJwk(key),
    },
    rpId,
    policyKeys: [exportPublicJwk(hubKey)],
    hubKey: exportPublicJwk(hubKey),
    profile: 'example',
    provider: { kind: 'simulated', simulated: true },
    production: false,
    issuedAt: new Date(start).toISOString(),
    ...changes,
  };
}

export function person(id: string): PersonSummary {
  return {
    id,
    number: id,
    login: id.toLowerCase(),
    name: '髙橋 花子',
    kana: 'タカハシ ハナコ',
    romaji: 'Hanako Takahashi',
    role: 'student',
    affiliation: { ja: '理学部', en: 'Science' },
  };
}

export function operator(
  id: string,
  credentials: readonly OperatorCredential[],
  changes: Partial<OperatorRecord> = {},
): OperatorRecord {
  return {
    id,
    name: { ja: id, en: id },
    role: 'operator',
    person: null,
    credentials: [...credentials],
    revokedAt: null,
    ...changes,
  };
}

/** A client whose key is a signer in this process; what it signs may be bent. */
export interface SigningClient extends FidoClient {
  signer: WebAuthnSigner;
  bend: Partial<AssertionWish>;
  /** Credential ids that were allowed at each signing. */
  readonly allowed: (readonly string[])[];
  /** Awaited before each answer. */
  before: () => Promise<unknown>;
}

export function signingClient(signer = createWebAuthnSigner()): SigningClient {
  const client: SigningClient = {
    signer,
    bend: {},
    allowed: [],
    before: async () => undefined,
    makeCredential: () => Promise.reject(new Error('this client only signs')),
    async getAssertion(options, context) {
      client.allowed.push((options.allowCredentials ?? []).map((one) => one.id));
      await client.before();
      const given = client.signer.assert({
        challenge: options.challenge,
        rpId: options.rpId ?? '',
        origin: context.origin,
        ...client.bend,
      });
      return succeed(given as Parameters<typeof succeed>[0]) as never;
    },
  };
  return client;
}

/** The hub answers with this code. */
export class HubRefusal {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    this.code = code;
  }
}

/** A counter over a real encrypted store, with clocks and policy in the test's hand; it can be started again. */
export function createCounterStation(options: {
  readonly client: FidoClient;
  readonly operators: readonly OperatorRecord[];
  readonly hubUrl?: string;
  readonly enrolment?: Partial<EnrolmentDocument>;
  /** Where keys are plugged in, for the lock on removal; a board of the test's own without it. */
  readonly devices?: Pick<HidPort, 'list' | 'watch'>;
}) {
  const folder = createStoreFolder();
  const time = { wall: start, monotonic: 1_000_000 };
  const policy: { state: PolicyState } = {
    state: { state: 'valid', policy: examplePolicy({ operatorRegistry: { maximumAgeHours: 24 } }) },
  };
  const events: { readonly name: string; readonly event: unknown }[] = [];
  /** Answers a PIN prompt; null leaves it open. */
  const hands: { pin: ((prompt: KeyPrompt) => string | null) | null } = { pin: null };
  const link = {
    woken: 0,
    state: 'offline' as HubStatus['state'],
    status: () => ({ state: link.state, lastContactAt: null }),
    wake: () => {
      link.woken += 1;
    },
  };

  /** What the hub answers to a question; null is out of reach. */
  const hub: {
    answer: unknown;
    /** Answers instead of `answer` where it is set. */
    reply: ((path: string, body: unknown) => unknown) | null;
    readonly asked: { readonly path: string; readonly body: unknown }[];
  } = {
    answer: null,
    reply: null,
    asked: [],
  };

  /** The devices that are plugged in, for the lock on removal. */
  const plugged = createPlugBoard();

  const first = folder.open();
  first.write((database) => {
    writeEnrolment(database, {
      document: signDocument('madoguchi-enrolment+jws', enrolmentOf(stationKey, options.enrolment), hubKey),
      hubKey: exportPublicJwk(hubKey),
      privateKeyPem: exportPrivatePem(stationKey),
      hubUrl: options.hubUrl ?? 'https://hub.example',
    });
    replaceOperators(database, options.operators);
    confirmRegistry(database, new Date(start).toISOString());
  });
  let running = services(first);
  running.store.write((database) =>
    running.people.applyPeople(database, { upsert: ['S1001', 'S1002', 'S1003'].map(person), remove: [] }),
  );

  function services(store: Store) {
    const identity = readStationIdentity(store);
    const clock = createTrustedClock({
      store,
      wall: () => time.wall,
      monotonicMs: () => time.monotonic,
      maximumAgeHours: () => 72,
    });
    clock.confirm(new Date(time.wall), 0);
    const sink: EventSink = {
      emit(name, event) {
        events.push({ name, event });
        if (name !== 'key' || event === null) return;
        const prompt = event as KeyPrompt;
        const pin = prompt.step === 'pin' ? (hands.pin?.(prompt) ?? null) : null;
        if (pin !== null) queueMicrotask(() => prompts.answerPin(prompt.promptId, pin));
      },
    };
    const audit = createAuditTrail({ store, clock, identity });
    const prompts = createKeyPrompts(sink);
    const source = { current: () => policy.state };
    const key = createOperatorKey({
      store,
      identity,
      policy: source,
      audit,
      prompts,
      client: options.client,
      monotonicMs: () => time.monotonic,
    });
    const staff = createStaffSessions({
      store,
      clock,
      policy: source,
      audit,
      sink,
      key,
      identity,
      presence: createKeyPresence(options.devices ?? plugged),
      monotonicMs: () => time.monotonic,
    });
    const people = createPeopleReplica({ store, clock });
    const outbox = createOutbox({ store, clock });
    const client: Pick<HubClient, 'ask'> = {
      ask: async (path, body, schema) => {
        hub.asked.push({ path, body });
        const answer = hub.reply === null ? hub.answer : await hub.reply(path, body);
        if (answer === null) return refuse('hub/needed');
        return answer instanceof HubRefusal ? refuse(answer.code) : ok(schema.parse(answer));
      },
    };
    const parts = createCounterParts({
      store,
      identity,
      clock,
      audit,
      policy: source,
      sink,
      client,
      link,
      outbox,
      people,
      scanner: usualCardScanner,
      staff: { key, sessions: staff },
      monotonicMs: () => time.monotonic,
      lookAtPagesEveryMs: 5,
      onQueued: () => undefined,
    });
    const counter = {
      ...parts.cases,
      /** A suspension until then, which is what most of these tests decide. */
      decide: ({ until, ...rest }: { caseId: string; until: string; signer?: string }) =>
        parts.acts.decide({ ...rest, act: { kind: 'suspend', until } }),
    };
    return { store, identity, clock, audit, prompts, key, staff, people, outbox, ...parts, counter };
  }

  return {
    time,
    policy,
    plugged,
    events,
    hands,
    hub,
    link,
    get now() {
      return running;
    },
    /** Time goes on, on both clocks alike. */
    pass(milliseconds: number) {
      time.wall += milliseconds;
      time.monotonic += milliseconds;
    },
    /** The wall clock leaps, the monotonic one does not: the time cannot be trusted. */
    disagree() {
      time.wall += hour;
    },
    setOperators(operators: readonly OperatorRecord[]) {
      running.store.write((database) => replaceOperators(database, operators));
      running.staff.registryChanged();
    },
    /** The hub confirmed the registry just now. */
    setRegistryCurrent() {
      running.store.write((database) => confirmRegistry(database, new Date(time.wall).toISOString()));
    },
    /** The agent stops and starts again over the same store. */
    restart() {
      running.staff.close();
      running.store.close();
      running = services(folder.open());
    },
    /** Kinds in the audit trail, in order, with their facts. */
    audited(): { readonly kind: string; readonly facts: Readonly<Record<string, unknown>> }[] {
      return running.store.read
        .all<{ entry: string }>('SELECT entry FROM audit_entry ORDER BY sequence')
        .map((row) => JSON.parse(row.entry));
    },
    remove() {
      running.staff.close();
      running.store.close();
      folder.remove();
    },
  };
}

export type CounterStation = ReturnType<typeof createCounterStation>;
