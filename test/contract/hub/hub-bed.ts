import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  type Command,
  commandDigest,
  type ResumeCommand,
  type SuspendCommand,
} from '../../../main/exchange/command.ts';
import {
  type CommandAnswer,
  commandsResponse,
  type FeedItem,
  type FeedResponse,
  feedResponse,
} from '../../../main/exchange/hub-interface.ts';
import {
  type CounterSignIn,
  type OperatorProofDocument,
  signAct,
  signInChallenge,
} from '../../../main/exchange/operator-act.ts';
import type { OperatorRecord } from '../../../main/exchange/operator-assertion.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import { proofHeader, signRequest } from '../../../main/exchange/request-proof.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey, type SigningKey } from '../../../main/exchange/signing-key.ts';
import type { HubOptions, RunningHub } from '../../../main/hub/hub.ts';
import { startHub } from '../../../main/hub/hub.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { Provider, ProviderFactor } from '../../../main/provider/provider.ts';
import { createSimulatedProvider, type SimulatedProvider } from '../../../main/provider/simulated.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import { createWebAuthnSigner, type WebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { emptyTables } from './empty-tables.ts';
import { personOf, policyOf, resumptionOf, rpId, suspensionOf } from './hub-documents.ts';
import { type InterfaceJudge, judgeOf } from './interface-judge.ts';
import { verifiedEnrolment } from './verified-enrolment.ts';

const start = Date.parse('2026-04-06T01:00:00.000Z');

/** An enrolled station of a test. */
export interface TestStation {
  readonly id: string;
  readonly key: SigningKey;
}

export interface TestOperator {
  readonly record: OperatorRecord;
  readonly signer: WebAuthnSigner;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** An initialised hub with a simulated provider, a clock that only tests move, and people who use it. */
export type HubBed = Awaited<ReturnType<typeof createHubBed>>;

export async function createHubBed(
  database: HubDatabase,
  options: {
    readonly provider?: (simulated: SimulatedProvider) => Provider;
    readonly hub?: Partial<HubOptions>;
    /** What people have registered; without it factors cannot be asked for. */
    readonly factorsOf?: (person: string) => readonly ProviderFactor[];
  } = {},
) {
  await emptyTables(database);
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-hub-'));
  let time = start;
  const now = () => new Date(time);
  const { factorsOf } = options;
  const simulated = createSimulatedProvider({
    path: join(folder, 'provider.json'),
    now,
    ...(factorsOf === undefined ? {} : { factorsOf }),
  });
  const provider = options.provider?.(simulated) ?? simulated;
  const policyKey = generateSigningKey();
  const hubs: RunningHub[] = [];
  const logged: string[] = [];
  /** What no hub may write down of what happens here (I7): whom it is about, their names, and whatever is signed. */
  const unspeakable = new Set(['山田', 'Hanako', 'eyJ']);
  const launch = async (more: Partial<HubOptions> = {}): Promise<RunningHub> => {
    const hub = await startHub({
      database: { kind: 'opened', database },
      keyPath: join(folder, 'hub-key.pem'),
      provider,
      now,
      monotonicMs: () => time,
      random: () => 0.5,
      automatic: false,
      log: { level: 'debug', stream: { write: (line) => logged.push(line) } },
      ...options.hub,
      ...more,
    });
    hubs.push(hub);
    return hub;
  };
  let hub = await launch();
  const initialised = await hub.administration.initialise({
    institution: { id: 'example', name: { ja: '例大学', en: 'Example University' } },
    rpId,
    profile: 'example',
    provider: { kind: provider.kind, simulated: provider.simulated },
    production: false,
    policyKeys: [exportPublicJwk(policyKey)],
  });
  expect(initialised).toEqual({ ok: true, value: null });
  const judge: InterfaceJudge = await judgeOf(hub.url);

  async function http(method: 'GET' | 'POST', path: string, init: RequestInit = {}): Promise<HttpAnswer> {
    const response = await fetch(`${hub.url}${path}`, { method, ...init });
    const body: unknown = await response.json();
    judge(method, path, { status: response.status, body }, sentBody(init.body));
    return { status: response.status, body };
  }

  const bed = {
    folder,
    simulated,
    database,
    policyKey,
    policyJwk: exportPublicJwk(policyKey),
    get hub() {
      return hub;
    },
    now,
    advance(milliseconds: number) {
      time += milliseconds;
    },
    at: (milliseconds: number) => new Date(time + milliseconds).toISOString(),
    launch,
    /** Stops the hub and starts another on the same database and key. */
    async restart(more: Partial<HubOptions> = {}) {
      await hub.stop();
      hub = await launch(more);
    },
    http,

    async enrol(kind: 'lab' | 'counter', name = `${kind}-${randomUUID().slice(0, 8)}`): Promise<TestStation> {
      const minted = await hub.administration.mintEnrolmentToken({
        name,
        kind,
        label: { ja: '窓口', en: 'Counter' },
        validMinutes: 10,
      });
      if (!minted.ok) throw new Error(minted.problem);
      const key = generateSigningKey();
      const answer = await bed.enrolWith(minted.value, key);
      expect(answer.status).toBe(200);
      const document = verifiedEnrolment(answer.body, minted.value);
      return { id: document.station.id, key };
    },
    enrolWith: (token: string, key: SigningKey) =>
      http('POST', '/v1/stations/enrol', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, publicKey: exportPublicJwk(key) }),
      }),

    /** A request with a proof; `bend` changes what is sent after the proof was made. */
    async send(
      station: TestStation,
      method: 'GET' | 'POST',
      path: string,
      body?: unknown,
      bend: { proof?: string; sentBody?: string; at?: Date; signal?: AbortSignal } = {},
    ): Promise<HttpAnswer> {
      const text = body === undefined ? '' : JSON.stringify(body);
      const proof = bend.proof ?? bed.proof(station, method, path, text, bend.at);
      return http(method, path, {
        headers: {
          [proofHeader]: proof,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: bend.sentBody ?? text }),
        ...(bend.signal === undefined ? {} : { signal: bend.signal }),
      });
    },
    proof: (station: TestStation, method: 'GET' | 'POST', path: string, body: string, at?: Date) =>
      signRequest(
        { station: station.id, method, path, body, nonce: randomBytes(16).toString('hex'), at: at ?? now() },
        station.key,
      ),

    /** A request in an operator's name, as the counter sends it that they signed in at. */
    inName(
      station: TestStation,
      operator: TestOperator,
      path: string,
      body: object,
      bend: Partial<Parameters<typeof proofOf>[0]> = {},
    ): Promise<HttpAnswer> {
      const request = { ...body, operator: operator.record.id };
      const proof = proofOf({ station: station.id, operator, path, request, at: now(), ...bend });
      return bed.send(station, 'POST', path, { ...request, proof });
    },
    async operator(change: Partial<OperatorRecord> = {}): Promise<TestOperator> {
      const signer = createWebAuthnSigner();
      const record: OperatorRecord = {
        id: `op-${randomUUID().slice(0, 8)}`,
        name: { ja: '係員', en: 'Clerk' },
        role: 'operator',
        person: null,
        credentials: [signer.credential],
        revokedAt: null,
        ...change,
      };
      await hub.administration.putOperator(record);
      if (change.id === undefined) unspeakable.add(record.id);
      return { record, signer };
    },
    async person(id?: string): Promise<string> {
      const given = id ?? `p${randomUUID().slice(0, 8)}`;
      await hub.administration.upsertPeople([personOf(given)]);
      if (id === undefined) unspeakable.add(given);
      return given;
    },
    async policy(change: Partial<PolicyDocument> = {}): Promise<PolicyDocument> {
      const document = policyOf(now(), change);
      const published = await hub.administration.publishPolicy(
        signDocument('madoguchi-policy+jws', document, policyKey),
      );
      expect(published).toEqual({ ok: true, value: { version: document.version } });
      return document;
    },

    suspension: (
      station: TestStation,
      operator: TestOperator,
      person: string,
      change: Partial<SuspendCommand> = {},
    ) => suspensionOf(now(), station.id, operator.record.id, person, change),
    resumption: (
      station: TestStation,
      operator: TestOperator,
      person: string,
      ends: string[],
      change: Partial<ResumeCommand> = {},
    ) => resumptionOf(now(), station.id, operator.record.id, person, ends, change),
    envelope: (
      station: TestStation,
      operator: TestOperator,
      command: Command,
      assertion: OperatorAssertion = operator.signer.assert({
        challenge: commandDigest(command).digest,
        rpId,
      }),
    ) => signDocument('madoguchi-command+jws', { command, assertion }, station.key),
    async submit(station: TestStation, envelopes: string[]): Promise<CommandAnswer[]> {
      const answer = await bed.send(station, 'POST', '/v1/commands', { envelopes });
      expect(answer.status).toBe(200);
      return commandsResponse.parse(answer.body).answers;
    },
    /** Signs, submits and gives the one answer. */
    async issue(station: TestStation, operator: TestOperator, command: Command): Promise<CommandAnswer> {
      const [answer] = await bed.submit(station, [bed.envelope(station, operator, command)]);
      return answer!;
    },

    async feed(
      station: TestStation,
      cursor = 0,
      more: { wait?: number; signal?: AbortSignal } = {},
    ): Promise<FeedResponse> {
      const nonce = randomBytes(16).toString('hex');
      const path = `/v1/feed?cursor=${cursor}&wait=${more.wait ?? 0}&nonce=${nonce}`;
      const answer = await bed.send(
        station,
        'GET',
        path,
        undefined,
        more.signal === undefined ? {} : { signal: more.signal },
      );
      expect(answer.status).toBe(200);
      return feedResponse.parse(answer.body);
    },
    /** The states that the feed told of a command, oldest first. */
    async outcomes(station: TestStation, commandId: string): Promise<string[]> {
      const items: FeedItem[] = (await bed.feed(station)).items;
      return items.flatMap((item) =>
        item.kind === 'outcome' && item.commandId === commandId
          ? [[item.state, item.ending ?? item.refusal].filter((part) => part !== null).join(' ')]
          : [],
      );
    },
    async suspended(person: string): Promise<boolean> {
      const status = await simulated.status(person, new AbortController().signal);
      return status.ok && status.suspended;
    },
    /** What really changed at the provider, oldest first. */
    changes: async () => (await simulated.history()).map(({ person, change }) => `${change} ${person}`),

    /** Ends all of it, and looks through what was logged meanwhile, failures included. */
    async close() {
      await Promise.all(hubs.map((one) => one.stop()));
      await rm(folder, { recursive: true, force: true });
      const log = logged.join('');
      for (const word of unspeakable) expect(log, 'a hub’s log').not.toContain(word);
    },
  };
  return bed;
}

/** What the counter's agent makes of a sign-in and a request. */
export function proofOf(given: {
  readonly station: string;
  readonly operator: TestOperator;
  readonly path: string;
  readonly request: object;
  readonly at: Date;
  readonly signedInAt?: Date;
  readonly signedInStation?: string;
}): OperatorProofDocument {
  const { station, operator, path, request, at } = given;
  const key = generateSigningKey();
  const statement: CounterSignIn = {
    v: 1,
    kind: 'counter-sign-in',
    institution: 'example',
    station: given.signedInStation ?? station,
    sessionKey: key.id,
    at: (given.signedInAt ?? at).toISOString(),
  };
  const assertion = operator.signer.assert({ challenge: signInChallenge(statement), rpId });
  return {
    grant: { by: 'key', statement, assertion },
    sessionKey: exportPublicJwk(key),
    act: signAct({ station, operator: operator.record.id, path, at }, request, key),
  };
}

/** What was sent, as far as it is JSON. */
function sentBody(body: RequestInit['body']): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}
