import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proofToleranceMs, signRequest, verifyRequest } from '../../../main/exchange/request-proof.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { refuse } from '../../../preload/contract/errors.ts';

const key = generateSigningKey();
const at = new Date('2025-06-10T01:30:00.000Z');
const sent = {
  station: 'counter-1',
  method: 'POST',
  path: '/v1/commands?x=1',
  body: '{"envelopes":["a"]}',
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
  at,
} as const;
const proof = signRequest(sent, key);
const arrived = { station: sent.station, method: sent.method, path: sent.path, body: sent.body, now: at };
const refused = refuse('hub/proof-refused');

test('a request as it was sent passes, with its one-time id for the memory', () => {
  const verified = verifyRequest(proof, arrived, key);
  expect(verified.ok && verified.value.nonce).toBe(sent.nonce);
  expect(verifyRequest(proof, { ...arrived, body: Buffer.from(sent.body) }, key).ok).toBe(true);
});

test('a GET without a body passes', () => {
  const own = signRequest({ ...sent, method: 'GET', body: '' }, key);
  expect(verifyRequest(own, { ...arrived, method: 'GET', body: '' }, key).ok).toBe(true);
  expect(verifyRequest(own, { ...arrived, method: 'GET', body: ' ' }, key)).toEqual(refused);
});

describe('altered on its way it is refused', () => {
  test.each([
    ['station', { station: 'counter-2' }],
    ['method', { method: 'GET' }],
    ['case of the method', { method: 'post' }],
    ['another method', { method: 'DELETE' }],
    ['path', { path: '/v1/feed' }],
    ['query', { path: '/v1/commands?x=2' }],
    ['order of the query', { path: '/v1/commands' }],
    ['case of the path', { path: '/v1/Commands?x=1' }],
    ['body', { body: '{"envelopes":["b"]}' }],
    ['space in the body', { body: '{"envelopes": ["a"]}' }],
    ['no body', { body: '' }],
  ])('%s', (_, changes) => {
    expect(verifyRequest(proof, { ...arrived, ...changes }, key)).toEqual(refused);
  });

  test('any other body', () => {
    fc.assert(
      fc.property(fc.string(), (body) => {
        fc.pre(body !== sent.body);
        expect(verifyRequest(proof, { ...arrived, body }, key)).toEqual(refused);
      }),
    );
  });

  test.each([
    [proofToleranceMs, true],
    [-proofToleranceMs, true],
    [proofToleranceMs + 1, false],
    [-proofToleranceMs - 1, false],
    [Number.NaN, false],
  ])('its time may lie %d ms from the hub’s: %s', (away, passes) => {
    const now = new Date(at.getTime() + away);
    expect(verifyRequest(proof, { ...arrived, now }, key).ok).toBe(passes);
  });

  test('under another key', () => {
    const other = generateSigningKey();
    expect(verifyRequest(proof, arrived, other)).toEqual(refused);
    expect(verifyRequest(signRequest(sent, other), arrived, key)).toEqual(refused);
    expect(verifyRequest(signRequest(sent, { ...other, id: key.id }), arrived, key)).toEqual(refused);
  });
});

test.each([
  ['a short one-time id', { nonce: 'short' }],
  ['a method that is none of ours', { method: 'PUT' }],
  ['more fields', { also: 1 }],
  ['a local time', { at: '2025-06-10T10:30:00.000+09:00' }],
])('a validly signed proof with %s is refused', (_, changes) => {
  const payload = {
    v: 1,
    station: sent.station,
    method: sent.method,
    path: sent.path,
    body: 'A'.repeat(43),
    nonce: sent.nonce,
    at: at.toISOString(),
    ...changes,
  };
  const own = signDocument('madoguchi-request+jws', payload, key);
  expect(verifyRequest(own, { ...arrived, method: payload.method }, key)).toEqual(refused);
});

test('a document of another kind is no proof', () => {
  const own = signDocument(
    'madoguchi-command+jws',
    JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()),
    key,
  );
  expect(verifyRequest(own, arrived, key)).toEqual(refused);
});

test('junk in the header is refused without a throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (junk) => {
      expect(verifyRequest(junk, arrived, key)).toEqual(refused);
    }),
  );
});
