import { decodeSequence, encode } from 'cbor2';
import { type FidoResult, fail, succeed } from '../client/fido-error.ts';

/** A value of the subset that CTAP2 uses: no tags, no floating point, no undefined, integers that JavaScript holds. */
export type CborValue = number | string | boolean | null | Uint8Array | readonly CborValue[] | CborMap;
export type CborKey = number | string;
export type CborMap = ReadonlyMap<CborKey, CborValue>;

/** Maps and arrays inside one another (CTAP 2.2 §8: four levels). */
const maximumDepth = 4;
/** No CTAP2 message is longer (CTAP 2.2 §11.2.4). */
const maximumLength = 7609;
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Encodes in CTAP2 canonical form (CTAP 2.2 §8): shortest integers and lengths, definite lengths, map keys sorted by
 * major type, then length, then bytes. Throws on a value deeper than four levels or a number that is no safe integer:
 * that is a bug of the caller.
 */
export function encodeCbor(value: CborValue): Uint8Array {
  const problem = unfit(value, 0);
  if (problem !== null) throw new TypeError(`not encodable as CTAP2 CBOR: ${problem}`);
  return encode(withPlainBytes(value), { cde: true, rejectUndefined: true, rejectFloats: true });
}

/**
 * Decodes exactly one item in CTAP2 canonical form. Fails with `key/protocol` on anything else: longer encodings than
 * needed, indefinite lengths, keys out of order or twice, more than four levels, tags, floating point, text that is not
 * UTF-8, bytes left over, or more than 7609 bytes.
 */
export function decodeCbor(bytes: Uint8Array): FidoResult<CborValue> {
  const items = decodeCborItems(bytes, 1);
  if (!items.ok) return items;
  const [value] = items.value;
  return value === undefined ? fail('key/protocol', 'CBOR: empty') : succeed(value);
}

/** Decodes exactly `count` items that follow one another, with the same rules as `decodeCbor`. */
export function decodeCborItems(bytes: Uint8Array, count: number): FidoResult<readonly CborValue[]> {
  if (bytes.length > maximumLength) return fail('key/protocol', 'CBOR: too long');
  const items: CborValue[] = [];
  try {
    for (const item of decodeSequence(Uint8Array.from(bytes), strictDecoding)) {
      const problem = unfit(item, 0);
      if (problem !== null) return fail('key/protocol', `CBOR: ${problem}`);
      if (items.length === count) return fail('key/protocol', 'CBOR: bytes left over');
      items.push(item as CborValue);
    }
  } catch {
    return fail('key/protocol', 'CBOR: not canonical');
  }
  return items.length === count ? succeed(items) : fail('key/protocol', 'CBOR: item missing');
}

/** `maxDepth` only keeps the library from deep recursion; it counts arrays twice, so the true depth is checked after. */
const strictDecoding = {
  cde: true,
  preferMap: true,
  ignoreGlobalTags: true,
  rejectBigInts: true,
  rejectFloats: true,
  rejectSimple: true,
  rejectUndefined: true,
  maxDepth: 4 * maximumDepth,
} as const;

/** Why a value lies outside CTAP2's subset, or null if it does not. */
function unfit(value: unknown, depth: number): string | null {
  if (value === null || typeof value === 'boolean' || value instanceof Uint8Array) return null;
  if (typeof value === 'string') return loneSurrogate.test(value) ? 'text is not well-formed' : null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? null : 'number is no safe integer';
  const level = depth + 1;
  if (level > maximumDepth) return 'nested too deeply';
  if (Array.isArray(value)) return firstProblem(value, level);
  if (!(value instanceof Map)) return 'type is not used by CTAP2';
  for (const key of value.keys())
    if (typeof key !== 'string' && typeof key !== 'number') return 'map key is neither integer nor text';
  return firstProblem(value.keys(), level) ?? firstProblem(value.values(), level);
}

function firstProblem(values: Iterable<unknown>, depth: number): string | null {
  for (const value of values) {
    const problem = unfit(value, depth);
    if (problem !== null) return problem;
  }
  return null;
}

/** Node's Buffer is a Uint8Array of another class, which the encoder would not know; -0 is written as the integer 0. */
function withPlainBytes(value: CborValue): CborValue {
  if (typeof value === 'number') return value + 0;
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(withPlainBytes);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, withPlainBytes(item)]));
  return value;
}
