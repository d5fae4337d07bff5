import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { HubStatus } from '../../../preload/contract/models/station.ts';
import type { FeedResponse } from '../../exchange/hub-interface.ts';
import type { AuditTrail, HubLink, StationIdentity, Store, TrustedClock } from '../ports.ts';
import { readState } from '../store/station-state.ts';
import { cursorKey, epochKey, type FeedChanges } from './apply-feed.ts';
import type { HubClient } from './hub-client.ts';
import { linkDelayMs } from './link-delay.ts';
import type { PushCommands } from './push-commands.ts';
import { statedTime } from './stated-time.ts';

const longPollSeconds = 20;
/** How often the audit chain's head is given to the hub at least while there is news, in milliseconds. */
const checkpointEveryMs = 60_000;

export interface RunningHubLink extends HubLink {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Two loops keep station and hub in step: one follows the feed by long poll, the other sends what the outbox holds.
 * Both back off with jitter while the hub is out of reach, and `wake` cuts the wait short.
 */
export function createHubLink(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly client: HubClient;
  readonly push: PushCommands;
  readonly apply: (response: FeedResponse) => FeedChanges;
  readonly onChanges: (changes: FeedChanges) => void;
  /** An answer was applied and others follow at once. Not waited for; the signal is for when the link stops. */
  readonly onPart: (signal: AbortSignal) => Promise<void>;
  readonly onStatus: () => void;
  /** Something unexpected in a loop: it goes on, and this hears of it. */
  readonly onBug: (error: unknown) => void;
}): RunningHubLink {
  const stopping = new AbortController();
  let state: HubStatus['state'] = 'never-reached';
  let lastContactAt: Date | null = null;
  let wakePush: AbortController = new AbortController();
  let wakeFeed: AbortController = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  let checkpointMs = Number.NEGATIVE_INFINITY;
  let checkpointDocument: string | null = null;

  const reached = (yes: boolean) => {
    const before = state;
    if (yes) {
      state = 'online';
      lastContactAt = ports.clock.now();
    } else if (state === 'online') state = 'offline';
    else if (lastContactAt !== null) state = 'offline';
    if (before !== state) {
      ports.onStatus();
      if (state === 'online') wakePush.abort();
    }
  };

  async function pause(milliseconds: number, wake: AbortSignal): Promise<void> {
    await delay(milliseconds, undefined, { signal: AbortSignal.any([stopping.signal, wake]) }).catch(
      () => undefined,
    );
  }

  async function followFeed(): Promise<void> {
    let failures = 0;
    let first = true;
    while (!stopping.signal.aborted) {
      wakeFeed = new AbortController();
      const cursor = readState(ports.store.read, cursorKey, z.number().int()) ?? 0;
      const epoch = readState(ports.store.read, epochKey, z.uuid());
      const nonce = randomBytes(16).toString('base64url');
      const startedMs = performance.now();
      const waitSeconds = first ? 0 : longPollSeconds;
      const answer = await ports.client.readFeed({ cursor, epoch, waitSeconds, nonce }, stopping.signal);
      if (!answer.ok) {
        if (answer.refusal.code === 'hub/unreachable') reached(false);
        await pause(linkDelayMs(failures, Math.random()), wakeFeed.signal);
        failures += 1;
        first = true;
        continue;
      }
      failures = 0;
      first = answer.value.more;
      takeTime(answer.value, nonce, performance.now() - startedMs);
      reached(true);
      const changes = ports.apply(answer.value);
      ports.onChanges(changes);
      if (answer.value.more) ports.onPart(stopping.signal).catch(ports.onBug);
      await keepCheckpoint();
    }
  }

  /** The hub's word on the time, if it is signed, answers our nonce, and did not travel too long to be of use. */
  function takeTime(response: FeedResponse, nonce: string, roundTripMs: number): void {
    const enrolment = ports.identity.enrolment();
    if (enrolment === null) return;
    const now = statedTime(response.time, enrolment.hubKey, nonce);
    if (now !== null) ports.clock.confirm(now, roundTripMs);
  }

  async function keepCheckpoint(): Promise<void> {
    if (performance.now() - checkpointMs < checkpointEveryMs) return;
    const checkpoint = ports.audit.checkpoint();
    if (checkpoint === null || checkpoint.document === checkpointDocument) return;
    const kept = await ports.client.keepCheckpoint(checkpoint.document, stopping.signal);
    if (!kept.ok) return;
    checkpointDocument = checkpoint.document;
    checkpointMs = performance.now();
  }

  async function sendCommands(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      wakePush = new AbortController();
      const pushed = await ports.push(stopping.signal);
      if (pushed === 'more') {
        failures = 0;
        continue;
      }
      if (pushed === 'unreachable') {
        reached(false);
        failures += 1;
      } else failures = 0;
      const waitMs = pushed === 'unreachable' ? linkDelayMs(failures, Math.random()) : 5000;
      await pause(waitMs, wakePush.signal);
    }
  }

  /** A bug must not end a loop for good: it is told, and the loop begins anew after a pause. */
  async function guarded(loop: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await loop();
      } catch (error) {
        ports.onBug(error);
        await pause(2000, stopping.signal);
      }
    }
  }

  return {
    status: () => ({ state, lastContactAt: lastContactAt?.toISOString() ?? null }),
    wake() {
      wakePush.abort();
      wakeFeed.abort();
    },
    start() {
      running = Promise.all([guarded(followFeed), guarded(sendCommands)]);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
