import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { type Result, refuse } from '../../../preload/contract/errors.ts';
import { type signInsRequest, signInsResponse } from '../../exchange/guessing.ts';
import {
  type CommandAnswer,
  type checkpointRequest,
  checkpointResponse,
  commandsResponse,
  type FeedResponse,
  feedResponse,
} from '../../exchange/hub-interface.ts';
import { proofHeader, signRequest } from '../../exchange/request-proof.ts';
import type { StationInstance } from '../../exchange/station-instance.ts';
import type { StoredIdentity } from '../enrolment/station-identity.ts';
import { requestJson } from './hub-http.ts';
import { statedTime } from './stated-time.ts';

/** The hub's HTTP interface as an enrolled station uses it: every request carries a fresh proof by the station's key. */
export interface HubClient {
  pushCommands(
    envelopes: readonly string[],
    signal: AbortSignal,
    /** Hears that surely nothing was sent: no connection came about. */
    onNeverSent?: () => void,
  ): Promise<Result<{ readonly answers: CommandAnswer[] }>>;
  readFeed(
    input: {
      readonly cursor: number;
      /** Whose cursor it is, as the hub said; null for none yet. */
      readonly epoch?: string | null;
      readonly waitSeconds: number;
      readonly nonce: string;
    },
    signal: AbortSignal,
  ): Promise<Result<FeedResponse>>;
  pushSignIns(
    request: z.input<typeof signInsRequest>,
    signal: AbortSignal,
  ): Promise<Result<{ readonly taken: true }>>;
  keepCheckpoint(
    document: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly checkpoint: string | null }>>;
  /** What a person waits for and the hub alone can do: `hub/needed` while it is out of reach. */
  ask<Schema extends z.ZodType>(
    path: string,
    body: unknown,
    schema: Schema,
    signal?: AbortSignal,
    /** How long it may take, in milliseconds; ten seconds without it. */
    limitMs?: number,
  ): Promise<Result<z.output<Schema>>>;
}

export function createHubClient(ports: {
  readonly identity: StoredIdentity;
  /**
   * The wall clock: a proof's time must please the hub, whose own clock judges it. Where it doesn't, the hub's refusal
   * carries its signed time over this very proof's nonce, and the request is made once more.
   */
  readonly wall: () => Date;
  /** Which run of the agent this is; told with every proof. */
  readonly instance?: StationInstance;
  /** Another machine uses this station's key, and the hub prefers that one. */
  readonly onContested?: () => void;
}): HubClient {
  /** How far the hub's time is from the wall clock, once the hub had to say so: for proofs alone, trusted by nobody. */
  let offsetMs = 0;

  async function signed<Schema extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    body: string,
    schema: Schema,
    timeoutMs: number,
    signal: AbortSignal,
    onNeverSent?: () => void,
  ): Promise<Result<z.output<Schema>>> {
    const enrolment = ports.identity.enrolment();
    const key = ports.identity.key();
    const hubUrl = ports.identity.hubUrl();
    if (enrolment === null || key === null || hubUrl === null) return refuse('station/not-enrolled');
    const station = enrolment.station.id;
    const once = async () => {
      const nonce = randomBytes(16).toString('base64url');
      const at = new Date(ports.wall().getTime() + offsetMs);
      const instance = ports.instance === undefined ? {} : { instance: ports.instance };
      const proof = signRequest({ station, method, path, body, nonce, at, ...instance }, key);
      const headers = { [proofHeader]: proof };
      const request = method === 'GET' ? { method, headers } : { method, headers, body };
      let corrected = false;
      const answer = await requestJson(
        new URL(path, hubUrl),
        request,
        schema,
        timeoutMs,
        signal,
        ({ time }) => {
          const now = time === undefined ? null : statedTime(time, enrolment.hubKey, nonce);
          if (now === null) return;
          offsetMs = now.getTime() - ports.wall().getTime();
          corrected = true;
        },
        onNeverSent,
      );
      return { answer, corrected };
    };
    const first = await once();
    // Nothing of the first was carried out: its proof was refused.
    const answer = first.corrected ? (await once()).answer : first.answer;
    if (!answer.ok && answer.refusal.code === 'hub/station-contested') ports.onContested?.();
    return answer;
  }

  return {
    pushCommands: (envelopes, signal, onNeverSent) =>
      signed(
        'POST',
        '/v1/commands',
        JSON.stringify({ envelopes }),
        commandsResponse,
        15_000,
        signal,
        onNeverSent,
      ),
    pushSignIns: (request, signal) =>
      signed('POST', '/v1/sign-ins', JSON.stringify(request), signInsResponse, 15_000, signal),
    readFeed: ({ cursor, epoch, waitSeconds, nonce }, signal) =>
      signed(
        'GET',
        `/v1/feed?cursor=${cursor}&wait=${waitSeconds}&nonce=${nonce}${epoch ? `&epoch=${epoch}` : ''}`,
        '',
        feedResponse,
        (waitSeconds + 15) * 1000,
        signal,
      ),
    keepCheckpoint: (document, signal) => {
      const body = JSON.stringify({ checkpoint: document } satisfies z.infer<typeof checkpointRequest>);
      return signed('POST', '/v1/audit/checkpoints', body, checkpointResponse, 10_000, signal);
    },
    async ask(path, body, schema, signal = new AbortController().signal, limitMs = 10_000) {
      const answer = await signed('POST', path, JSON.stringify(body), schema, limitMs, signal);
      return !answer.ok && answer.refusal.code === 'hub/unreachable' ? refuse('hub/needed') : answer;
    },
  };
}
