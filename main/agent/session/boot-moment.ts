import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { TrustedClock } from '../ports.ts';

/** What is known of the machine's running since it was switched on. No clock setting changes it. */
export interface StationBoot {
  /** Another after each boot; null where the system has no such id. */
  readonly id: string | null;
  /** Milliseconds since the boot, time asleep included. */
  uptimeMs(): number;
}

/** A moment that can be compared after a restart and whatever was done to the wall clock. */
export interface BootMoment {
  readonly boot: string | null;
  readonly uptimeMs: number;
  /** Trusted time as Unix milliseconds; null when the clock could not be trusted then. */
  readonly trustedAt: number | null;
  /** Best known time as Unix milliseconds, trusted or not. Never frees anybody from a wait. */
  readonly seenAt: number;
}

/** How far a boot's instant, reckoned from clock and uptime, may wander before it is taken for another boot. */
const bootToleranceMs = 60_000;

/** Linux's boot id; elsewhere null, and boots are told apart by uptime. */
export function createStationBoot(readBootId: () => string = readLinuxBootId): StationBoot {
  let id: string | null;
  try {
    id = readBootId().trim() || null;
  } catch {
    id = null;
  }
  return { id, uptimeMs: () => Math.floor(uptime() * 1000) };
}

function readLinuxBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
}

/** This moment. */
export function bootMoment(boot: StationBoot, clock: TrustedClock): BootMoment {
  const trusted = clock.trusted();
  return {
    boot: boot.id,
    uptimeMs: boot.uptimeMs(),
    trustedAt: trusted.ok ? trusted.value.getTime() : null,
    seenAt: clock.now().getTime(),
  };
}

/**
 * Milliseconds that have passed for certain since an earlier moment: never more than the truth. Within one boot the
 * uptime says it. After another boot at least the new uptime has passed; where boots cannot be told apart, the smaller
 * of the two. Trusted time at both ends may know of more. A wall clock that is set, back or forward, changes nothing.
 */
export function elapsedAtLeastMs(since: BootMoment, now: BootMoment): number {
  const rebooted =
    since.boot !== null && now.boot !== null ? since.boot !== now.boot : now.uptimeMs < since.uptimeMs;
  const running = rebooted ? now.uptimeMs : now.uptimeMs - since.uptimeMs;
  const trusted = since.trustedAt === null || now.trustedAt === null ? 0 : now.trustedAt - since.trustedAt;
  return Math.max(0, running, trusted);
}

/**
 * Whether the machine has certainly not been switched off in between. Without boot ids the uptime must have grown and
 * the boot's instant must agree; a doubt is a no.
 */
export function isSameBoot(since: BootMoment, now: BootMoment): boolean {
  if (since.boot !== null || now.boot !== null) return since.boot === now.boot;
  const bootedThen = since.seenAt - since.uptimeMs;
  const bootedNow = now.seenAt - now.uptimeMs;
  return now.uptimeMs >= since.uptimeMs && Math.abs(bootedNow - bootedThen) <= bootToleranceMs;
}
