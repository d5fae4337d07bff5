import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { pinHash } from '../ctap/pin-text.ts';
import { fullPinRetries, type SoftKeyState } from './soft-key-state.ts';

const cost = { N: 4096, r: 8, p: 1 };

/** The state with this PIN set and all retries restored. Only a salted scrypt of its hash and its length are kept. */
export function withPin(state: SoftKeyState, pin: Uint8Array): SoftKeyState {
  const salt = randomBytes(16);
  const hash = pinHash(pin);
  const verifier = scryptSync(hash, salt, 32, cost);
  hash.fill(0);
  return {
    ...state,
    pin: {
      salt: salt.toString('base64url'),
      verifier: verifier.toString('base64url'),
      codePoints: [...new TextDecoder().decode(pin)].length,
    },
    pinRetries: fullPinRetries,
    mustChangePin: false,
  };
}

/** Whether LEFT(SHA-256(PIN), 16) is that of the PIN in the state; compares in constant time. */
export function isPinHash(state: SoftKeyState, hash: Uint8Array): boolean {
  if (state.pin === null) return false;
  const right = Buffer.from(state.pin.verifier, 'base64url');
  const given = scryptSync(hash, Buffer.from(state.pin.salt, 'base64url'), 32, cost);
  return right.length === given.length && timingSafeEqual(right, given);
}
