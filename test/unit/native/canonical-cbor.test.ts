import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CborMap,
  type CborValue,
  decodeCbor,
  decodeCborItems,
  encodeCbor,
} from '../../../native/ctap/canonical-cbor.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const hexOf = (value: CborValue): string => Buffer.from(encodeCbor(value)).toString('hex');

describe('canonical CBOR (CTAP 2.2 §8, RFC 8949 appendix A)', () => {
  it.each<[CborValue, string]>([
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [255, '18ff'],
    [256, '190100'],
    [1000000, '1a000f4240'],
    [1000000000000, '1b000000e8d4a51000'],
    [-1, '20'],
    [-100, '3863'],
    [-1000, '3903e7'],
    [false, 'f4'],
    [true, 'f5'],
    [null, 'f6'],
    [hex('01020304'), '4401020304'],
    ['水', '63e6b0b4'],
    ['\u{10151}', '64f0908591'],
    [[1, [2, 3], [4, 5]], '8301820203820405'],
    [
      new Map<number | string, CborValue>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
      'a26161016162820203',
    ],
  ])('encodes %o as the standard does, and back', (value, expected) => {
    expect(hexOf(value)).toBe(expected);
    expect(decodeCbor(hex(expected))).toEqual({ ok: true, value });
  });

  it('sorts keys by major type, then length, then bytes', () => {
    const keys = ['aa', 'b', 100, -1, 10, 'a', -100, 1, 256];
    const encoded = encodeCbor(new Map(keys.map((key) => [key, 0])));
    const decoded = decodeCbor(encoded);
    expect(decoded.ok && [...(decoded.value as CborMap).keys()]).toEqual([
      1,
      10,
      100,
      256,
      -1,
      -100,
      'a',
      'b',
      'aa',
    ]);
  });

  it('writes Node buffers as byte strings', () => {
    expect(hexOf(Buffer.from('0102', 'hex'))).toBe('420102');
  });

  it.each([
    ['nothing', ''],
    ['an integer longer than needed', '1817'],
    ['an integer longer than needed in two bytes', '1900ff'],
    ['a length longer than needed', '5801aa'],
    ['an array length longer than needed', '980100'],
    ['an indefinite byte string', '5f4101ff'],
    ['an indefinite text', '7f6161ff'],
    ['an indefinite array', '9f01ff'],
    ['an indefinite map', 'bf0102ff'],
    ['a key twice', 'a2 01 00 01 00'],
    ['keys out of order', 'a2 02 00 01 00'],
    ['text keys out of order', 'a2 626161 00 6162 00'],
    ['an array as key', 'a1 80 00'],
    ['a byte string as key', 'a1 4101 00'],
    ['five levels of arrays', '81 81 81 81 80'],
    ['five levels of maps', 'a101 a101 a101 a101 a0'],
    ['bytes left over', '00 00'],
    ['a missing map value', 'a1 01'],
    ['a byte string cut short', '4401'],
    ['an array of 2^53 items', '9b0020000000000000'],
    ['a map of 2^32-1 entries', 'baffffffff'],
    ['a byte string of 2^64-1 bytes', '5bffffffffffffffff'],
    ['a tag', 'c100'],
    ['a floating point number', 'f93c00'],
    ['undefined', 'f7'],
    ['a simple value', 'e0'],
    ['an unassigned head', '1c'],
    ['a lone break', 'ff'],
    ['text that is not UTF-8', '62c328'],
    ['an integer above 2^53', '1b0020000000000000'],
    ['a negative integer below -2^53', '3b0020000000000000'],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeCbor(hex(bytes))).toMatchObject({ ok: false, error: { code: 'key/protocol' } });
  });

  it('takes four levels, and refuses more than 7609 bytes', () => {
    expect(decodeCbor(hex('81 81 a1 01 80')).ok).toBe(true);
    const byteString = (length: number): Uint8Array =>
      Buffer.concat([Buffer.of(0x59, length >> 8, length & 0xff), Buffer.alloc(length)]);
    expect(decodeCbor(byteString(7606)).ok).toBe(true);
    expect(decodeCbor(byteString(7607)).ok).toBe(false);
  });

  it('reads exactly the number of items that was asked for', () => {
    expect(decodeCborItems(hex('00 01'), 2)).toEqual({ ok: true, value: [0, 1] });
    expect(decodeCborItems(hex('00'), 2).ok).toBe(false);
    expect(decodeCborItems(hex('00 01 02'), 2).ok).toBe(false);
    expect(decodeCborItems(hex(''), 0)).toEqual({ ok: true, value: [] });
    expect(decodeCborItems(hex('00'), 0).ok).toBe(false);
  });

  it('throws when asked to write what CTAP2 does not know', () => {
    expect(() => encodeCbor(1.5)).toThrow(TypeError);
    expect(() => encodeCbor([[[[[]]]]])).toThrow(TypeError);
    expect(() => encodeCbor('\ud800')).toThrow(TypeError);
  });

  const leaf = fc.oneof(
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 40 }),
  );
  const key = fc.oneof(fc.integer(), fc.string({ unit: 'grapheme' }));
  const value: fc.Arbitrary<CborValue> = fc.letrec<{ level: CborValue }>((tie) => ({
    level: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('level'), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie('level')), { maxLength: 4 }).map((entries) => new Map(entries)),
    ),
  })).level;

  it('gives back whatever it encodes', () => {
    fc.assert(
      fc.property(value, (sent) => {
        expect(decodeCbor(encodeCbor(sent))).toEqual({ ok: true, value: sent });
      }),
    );
  });

  it('accepts bytes only if they are the one encoding of their value, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        const decoded = decodeCbor(bytes);
        if (decoded.ok) expect(Buffer.from(encodeCbor(decoded.value)).equals(bytes)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('accepts a damaged encoding only if it is again the one encoding of its value', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (sent, at, change) => {
        const bytes = encodeCbor(sent);
        bytes[at % bytes.length]! ^= change;
        const decoded = decodeCbor(bytes);
        if (decoded.ok) expect(Buffer.from(encodeCbor(decoded.value)).equals(bytes)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
