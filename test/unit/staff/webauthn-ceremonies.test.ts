import { beforeEach, describe, expect, test } from 'vitest';
import {
  ceremonyDialogMs,
  createWebAuthnCeremonies,
  type WebAuthnCeremonies,
} from '../../../main/agent/staff/webauthn-ceremonies.ts';
import { refuse } from '../../../preload/contract/errors.ts';

let now: number;
let ceremonies: WebAuthnCeremonies;
beforeEach(() => {
  now = 0;
  ceremonies = createWebAuthnCeremonies(() => now);
});
const open = (challenge = 'A'.repeat(43)) =>
  ceremonies.open({ purpose: 'sign-in', challenge, only: null, command: null });
const gone = refuse('staff/ceremony-gone');

describe('a challenge', () => {
  test('is good once', () => {
    const { id } = open();
    expect(ceremonies.take(id, 'sign-in').ok).toBe(true);
    expect(ceremonies.take(id, 'sign-in')).toEqual(gone);
  });

  test('is good for its purpose, and used up by the try', () => {
    const { id } = open();
    expect(ceremonies.take(id, 'sign-command')).toEqual(gone);
    expect(ceremonies.take(id, 'sign-in')).toEqual(gone);
  });

  test('outlives the dialog a little, and no more', () => {
    const { id } = open();
    now = ceremonyDialogMs + 15_000;
    expect(ceremonies.find(id, 'sign-in').ok).toBe(true);
    now += 1;
    expect(ceremonies.find(id, 'sign-in')).toEqual(gone);
    expect(ceremonies.take(id, 'sign-in')).toEqual(gone);
  });

  test('is not used up by looking', () => {
    const { id } = open();
    ceremonies.find(id, 'sign-in');
    expect(ceremonies.take(id, 'sign-in').ok).toBe(true);
  });
});

test('a flood of requests keeps the newest sixteen', () => {
  const ids = Array.from({ length: 40 }, () => open().id);
  const kept = ids.filter((id) => ceremonies.find(id, 'sign-in').ok);
  expect(kept).toEqual(ids.slice(-16));
});
