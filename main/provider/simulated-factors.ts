import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { NewTotp, ProviderFactor, TemporaryCode } from './provider.ts';

/** What became of people's factors at the simulated provider. No secret of theirs is in it (I7). */
export interface SimulatedFactors {
  /** Ids of factors that were removed, by person. */
  readonly removed: Readonly<Record<string, readonly string[]>>;
  readonly added: Readonly<Record<string, readonly ProviderFactor[]>>;
}

export const noFactorsChanged: SimulatedFactors = { removed: {}, added: {} };

/** A person's factors as they are now, given those that they had from the beginning. */
export function factorsNow(
  changed: SimulatedFactors,
  person: string,
  original: readonly ProviderFactor[],
): readonly ProviderFactor[] {
  const removed = changed.removed[person] ?? [];
  return [...original, ...(changed.added[person] ?? [])].filter(({ id }) => !removed.includes(id));
}

/** The factors after one was removed. */
export function withoutFactor(changed: SimulatedFactors, person: string, id: string): SimulatedFactors {
  const removed = changed.removed[person] ?? [];
  if (removed.includes(id)) return changed;
  return { ...changed, removed: { ...changed.removed, [person]: [...removed, id] } };
}

/** The factors after a new one was registered. */
export function withFactor(
  changed: SimulatedFactors,
  person: string,
  factor: ProviderFactor,
): SimulatedFactors {
  return {
    ...changed,
    added: { ...changed.added, [person]: [...(changed.added[person] ?? []), factor] },
  };
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A TOTP of 160 bits that is kept nowhere: this provider never asks anybody for its codes. */
export function simulatedTotp(person: string): NewTotp {
  const secret = [...randomBytes(32)].map((byte) => base32.charAt(byte % 32)).join('');
  const label = encodeURIComponent(`Simulated:${person}`);
  return { ok: true, uri: `otpauth://totp/${label}?secret=${secret}&issuer=Simulated` };
}

/** A code of eight letters and digits without those that are mistaken for each other. */
export function simulatedCode(minutes: number, now: Date): TemporaryCode {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const code = Array.from({ length: 8 }, () => letters.charAt(randomInt(letters.length))).join('');
  return { ok: true, code, validUntil: new Date(now.getTime() + minutes * 60_000).toISOString() };
}

/** An id that no factor had before. */
export function newFactorId(): string {
  return `totp-${randomUUID()}`;
}
