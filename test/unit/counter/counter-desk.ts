import { afterEach, beforeEach } from 'vitest';
import type { Result } from '../../../preload/contract/errors.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { CheckedDocument } from '../../../preload/contract/models/identity.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  operator,
  type SigningClient,
  signingClient,
} from '../staff/counter-station.ts';

export const card: CheckedDocument = {
  type: 'student-card',
  photoMatches: true,
  nameMatches: true,
  validUntil: '2028-03-31',
  lastFour: '9Z7Y',
};
export const otherId = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';
export const later = (milliseconds: number) => new Date(station.time.wall + milliseconds).toISOString();

export const signers = { a: createWebAuthnSigner(), b: createWebAuthnSigner() };
/** The key at the counter. */
export let client: SigningClient;
/** Operator `op-a` is signed in; `S1002` is their own account, `S1001` that of `op-b`. */
export let station: CounterStation;
beforeEach(async () => {
  client = signingClient(signers.a);
  station = createCounterStation({
    client,
    operators: [
      operator('op-a', [signers.a.credential], { person: 'S1002' }),
      operator('op-b', [signers.b.credential], { person: 'S1001' }),
    ],
  });
  await station.now.staff.signIn();
});
afterEach(() => station.remove());

export const counter = () => station.now.counter;
export const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code);
export const kinds = () => station.audited().map((entry) => entry.kind);

/** What a result holds; throws its refusal's code. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

/** Brings a new case so far, and gives its id. */
export const opened = (personId = 'S1001') => value(counter().open({ personId, reason: 'forgotten' })).id;
export function checked(personId = 'S1001'): string {
  const caseId = opened(personId);
  value(counter().recordCheck({ caseId, documents: [card] }));
  return caseId;
}
export function decided(personId = 'S1001', hours = 24): string {
  const caseId = checked(personId);
  value(counter().decide({ caseId, until: later(hours * hour) }));
  return caseId;
}
/** A case whose command is queued. */
export async function signed(personId = 'S1001'): Promise<CounterCase> {
  return value(await counter().sign({ caseId: decided(personId) }));
}
/** The other operator signs in. */
export async function as(who: 'a' | 'b'): Promise<void> {
  station.now.staff.signOut();
  client.signer = signers[who];
  value(await station.now.staff.signIn());
}
