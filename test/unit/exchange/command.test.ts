import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { command, commandDigest, commandEnvelope, commandReference } from '../../../main/exchange/command.ts';
import { operatorAssertion } from '../../../preload/contract/models/staff.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import { exampleResume, exampleSuspend } from './example-command.ts';

/** Every single change that can be made to a value: each leaf altered, each field left out. */
function everyChange(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const inner = value.flatMap((one, index) =>
      everyChange(one).map((changed) => value.with(index, changed)),
    );
    return [...inner, [...value, value[0]], value.slice(1)];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => [
      ...everyChange(inner).map((changed) => ({ ...value, [name]: changed })),
      Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)),
    ]);
  }
  if (typeof value === 'string') return [`${value} `, value.slice(1), ''];
  if (typeof value === 'number') return [value + 1];
  if (typeof value === 'boolean') return [!value];
  return ['', 0, false];
}

describe('the digest that an operator signs (I1)', () => {
  test('is the SHA-256 of the canonical text', () => {
    const { canonical, digest } = commandDigest(exampleResume());
    expect(canonical).toBe(
      '{"ends":["7c0e5f0a-3a0f-4a56-9d6c-0123456789ab"],"id":"0d9f3c1e-6b1a-4f5e-8c3d-fedcba987654",' +
        '"institution":"example-u","issuedAt":"2025-06-10T05:00:00.000Z","kind":"resume","operator":"operator-1",' +
        '"person":"S1001","policyVersion":7,"station":"counter-1","v":1}',
    );
    expect(digest).toBe(createHash('sha256').update(canonical).digest('base64url'));
    expect(digest).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('stays the same when the command was stored and read again, in whatever order', () => {
    for (const one of [exampleSuspend(), exampleResume()]) {
      const read = command.parse(JSON.parse(JSON.stringify(one)));
      const reversed = command.parse(Object.fromEntries(Object.entries(one).reverse()));
      expect(commandDigest(read)).toEqual(commandDigest(one));
      expect(commandDigest(reversed)).toEqual(commandDigest(one));
      expect(JSON.parse(commandDigest(one).canonical)).toEqual(one);
    }
  });

  test.each([
    ['suspend', exampleSuspend()],
    ['resume', exampleResume()],
  ] as const)('changes with every field of a %s', (_, original) => {
    const digest = commandDigest(original).digest;
    const changes = everyChange(original);
    expect(changes.length).toBeGreaterThan(25);
    const digests = changes.map((changed) => commandDigest(changed as typeof original).digest);
    expect(digests).not.toContain(digest);
  });
});

describe('a command', () => {
  test.each([
    ['without a check (I1)', { check: undefined }],
    ['with a check of no document (I1)', { check: { ...exampleSuspend().check, documents: [] } }],
    ['without an end (I2)', { until: undefined }],
    ['with an end that is no instant (I2)', { until: 'never' }],
    ['with something more', { also: 1 }],
    ['of another version', { v: 2 }],
    ['of another kind', { kind: 'reset' }],
    [
      'with more of a document number than four characters (I7)',
      {
        check: {
          ...exampleSuspend().check,
          documents: [{ ...exampleSuspend().check.documents[0], lastFour: '12345' }],
        },
      },
    ],
    ['without an operator', { operator: '' }],
  ])('%s is none', (_, changes) => {
    expect(command.safeParse(exampleSuspend()).success).toBe(true);
    expect(command.safeParse({ ...exampleSuspend(), ...changes }).success).toBe(false);
  });

  test('that resumes names what it ends, twenty at most', () => {
    const id = exampleSuspend().id;
    expect(command.safeParse(exampleResume({ ends: [] })).success).toBe(false);
    expect(command.safeParse(exampleResume({ ends: Array.from({ length: 20 }, () => id) })).success).toBe(
      true,
    );
    expect(command.safeParse(exampleResume({ ends: Array.from({ length: 21 }, () => id) })).success).toBe(
      false,
    );
  });

  test('travels with its assertion', () => {
    const one = exampleSuspend();
    const assertion = createWebAuthnSigner().assert({
      challenge: commandDigest(one).digest,
      rpId: 'madoguchi.example',
    });
    expect(commandEnvelope.parse({ command: one, assertion })).toEqual({ command: one, assertion });
    expect(commandEnvelope.safeParse({ command: one }).success).toBe(false);
    expect(commandEnvelope.safeParse({ command: one, assertion, more: 1 }).success).toBe(false);
    expect(operatorAssertion.safeParse({ ...assertion, id: '' }).success).toBe(false);
    expect(operatorAssertion.safeParse({ ...assertion, type: 'password' }).success).toBe(false);
    expect(operatorAssertion.safeParse({ ...assertion, id: 'a'.repeat(1401) }).success).toBe(false);
  });
});

describe('the reference for people', () => {
  test.each([
    ['00000000-0000-4000-8000-000000000000', '0000-0000'],
    ['ffffffff-ffff-4fff-bfff-ffffffffffff', 'ZZZZ-ZZZZ'],
    ['7c0e5f0a-3a0f-4a56-9d6c-000123456789', '04HM-ASW9'],
    ['7C0E5F0A-3A0F-4A56-9D6C-000123456789', '04HM-ASW9'],
  ])('of %s is %s (Crockford base 32)', (id, reference) => {
    expect(commandReference(id)).toBe(reference);
  });

  test('holds no letter that is read for another', () => {
    for (let count = 0; count < 200; count += 1) {
      expect(commandReference(crypto.randomUUID())).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    }
  });
});
