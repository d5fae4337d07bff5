import { sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type DocumentKind,
  documentKeyId,
  signDocument,
  verifyDocument,
} from '../../../main/exchange/signed-document.ts';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';

const kinds: readonly DocumentKind[] = [
  'madoguchi-enrolment+jws',
  'madoguchi-policy+jws',
  'madoguchi-time+jws',
  'madoguchi-command+jws',
  'madoguchi-checkpoint+jws',
  'madoguchi-request+jws',
];
const key = generateSigningKey();
const other = generateSigningKey();
const schema = z.strictObject({ b: z.number(), a: z.string() });
const payload = { b: 1, a: '髙﨑𠮷' };
const kind: DocumentKind = 'madoguchi-policy+jws';
const document = signDocument(kind, payload, key);
const refused = refuse('policy/missing');

function open(text: string, by = key, as: DocumentKind = kind) {
  return verifyDocument(as, text, by, schema, 'policy/missing');
}

/** A document over any header and payload text, validly signed. */
function signed(header: string, text: string): string {
  const input = `${Buffer.from(header).toString('base64url')}.${Buffer.from(text).toString('base64url')}`;
  return `${input}.${sign(null, Buffer.from(input), key.privateKey).toString('base64url')}`;
}

function headerOf(more: object): string {
  return JSON.stringify({ alg: 'EdDSA', kid: key.id, typ: kind, ...more });
}

test('what was signed comes back', () => {
  expect(open(document)).toEqual(ok(payload));
  expect(documentKeyId(document)).toBe(key.id);
});

test('is a compact JWS with the payload in canonical JSON, the same each time', () => {
  const [header, body] = document.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  expect(header).toBe(`{"alg":"EdDSA","kid":"${key.id}","typ":"madoguchi-policy+jws"}`);
  expect(body).toBe('{"a":"髙﨑𠮷","b":1}');
  expect(signDocument(kind, { a: payload.a, b: payload.b }, key)).toBe(document);
});

describe('nothing but the very text that was signed is accepted', () => {
  test('every single character changed to any other', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= \n\0é';
    for (let position = 0; position < document.length; position += 1) {
      for (const character of position < document.length - 4
        ? [alphabet[(position * 7) % 60] ?? 'A']
        : alphabet) {
        if (character === document[position]) continue;
        const tampered = `${document.slice(0, position)}${character}${document.slice(position + 1)}`;
        expect(open(tampered), `${position} ${character}`).toEqual(refused);
      }
    }
  });

  test('anywhere, anything put in, taken out or put in place', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: document.length }),
        fc.nat({ max: 3 }),
        fc.string({ unit: 'binary', maxLength: 3 }),
        (position, removed, added) => {
          const tampered = `${document.slice(0, position)}${added}${document.slice(position + removed)}`;
          fc.pre(tampered !== document);
          expect(open(tampered)).toEqual(refused);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['padding', `${document}==`],
    ['a line end', `${document}\n`],
    ['a fourth part', `${document}.x`],
    ['no signature', document.slice(0, document.lastIndexOf('.') + 1)],
    ['the signature left out', document.slice(0, document.lastIndexOf('.'))],
    ['a signature of standard base64', document.replaceAll('-', '+').replaceAll('_', '/').concat('=')],
    ['nothing', ''],
    ['only dots', '..'],
  ])('%s', (_, text) => {
    expect(open(text)).toEqual(refused);
  });
});

describe('kind and key', () => {
  test.each(kinds.filter((one) => one !== kind))('a policy is no %s (RFC 8725 §3.11)', (as) => {
    expect(open(document, key, as)).toEqual(refused);
  });

  test('every kind accepts its own alone', () => {
    for (const as of kinds) {
      const own = signDocument(as, payload, key);
      expect(kinds.filter((one) => open(own, key, one).ok)).toEqual([as]);
    }
  });

  test('another key is refused, under its own name or under ours', () => {
    expect(open(document, other)).toEqual(refused);
    expect(open(signDocument(kind, payload, other))).toEqual(refused);
    expect(open(signDocument(kind, payload, { ...other, id: key.id }))).toEqual(refused);
  });

  test.each([
    ['no algorithm', headerOf({ alg: 'none' })],
    ['another algorithm', headerOf({ alg: 'HS256' })],
    ['an extension', headerOf({ crit: ['b64'], b64: false })],
    ['a key of its own', headerOf({ jwk: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } })],
    ['another order', JSON.stringify({ typ: kind, kid: key.id, alg: 'EdDSA' })],
    ['spaces', `${headerOf({})} `],
    ['no kind', JSON.stringify({ alg: 'EdDSA', kid: key.id })],
  ])('a validly signed header with %s is refused (RFC 8725 §3.1)', (_, header) => {
    expect(open(signed(headerOf({}), '{"a":"x","b":1}'))).toEqual(ok({ a: 'x', b: 1 }));
    expect(open(signed(header, '{"a":"x","b":1}'))).toEqual(refused);
  });
});

describe('a payload that is validly signed', () => {
  test.each([
    ['is no JSON', 'hello'],
    ['lacks a field', '{"a":"x"}'],
    ['has one too many', '{"a":"x","b":1,"c":1}'],
    ['has another shape', '[]'],
    ['is empty', ''],
  ])('and %s is refused', (_, text) => {
    expect(open(signed(headerOf({}), text))).toEqual(refused);
  });

  test('and is nested without end is refused, and nothing is thrown', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},"b":1}`;
    const loose = z.object({ a: z.json(), b: z.number() });
    const text = signed(headerOf({}), deep);
    expect(verifyDocument(kind, text, key, loose, 'policy/missing')).toEqual(refused);
  });

  test('and pollutes names is an object like any other', () => {
    const text = signed(headerOf({}), '{"a":"x","b":1,"__proto__":{"polluted":true}}');
    open(text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('a document of more than 4 MiB is refused unread', () => {
  const wide = z.strictObject({ a: z.string() });
  const fits = signDocument(kind, { a: 'x'.repeat(3_000_000) }, key);
  expect(verifyDocument(kind, fits, key, wide, 'policy/missing').ok).toBe(true);
  const tooLong = signDocument(kind, { a: 'x'.repeat(3_200_000) }, key);
  expect(verifyDocument(kind, tooLong, key, wide, 'policy/missing')).toEqual(refused);
});

test('junk is refused, and names no key, without a throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
      expect(open(text)).toEqual(refused);
      expect(documentKeyId(text)).toBeNull();
    }),
  );
  for (const header of ['null', '[]', '7', '{"kid":7}', '{}', '{"kid":null}', 'x'.repeat(2000)]) {
    expect(documentKeyId(`${Buffer.from(header).toString('base64url')}.a.b`)).toBeNull();
  }
});
