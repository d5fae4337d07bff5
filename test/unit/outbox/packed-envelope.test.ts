import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packEnvelope, unpackEnvelope } from '../../../main/agent/outbox/packed-envelope.ts';

const part = fc
  .uint8Array({ minLength: 1, maxLength: 200 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

it('any envelope comes back as it was, and is shorter meanwhile', () => {
  fc.assert(
    fc.property(fc.tuple(part, part, part), (parts) => {
      const text = parts.join('.');
      const packed = packEnvelope(text);
      expect(unpackEnvelope(packed)).toBe(text);
      expect(packed.length).toBe(
        4 + parts.reduce((sum, one) => sum + Buffer.from(one, 'base64url').length, 0),
      );
    }),
  );
});

it.each([
  ['two parts', 'AAAA.AAAA'],
  ['four parts', 'AAAA.AAAA.AAAA.AAAA'],
  ['an empty part', 'AAAA..AAAA'],
  ['bits over', 'AAAA.AB.AAAA'],
  ['bits over in the signature', 'AAAA.AAAA.AAB'],
  ['a length that stands for nothing', 'AAAAA.AAAA.AAAA'],
  ['padding', 'AAAA.AA==.AAAA'],
  ['the other alphabet', 'AAAA.AA+/.AAAA'],
  ['a line break', 'AAAA.AA\nAA.AAAA'],
  ['a letter that decoding takes for an A', 'AAAA.AA\u0141A.AAAA'],
])('refuses %s, which would not come back the same', (_, text) => {
  expect(() => packEnvelope(text)).toThrow('one spelling');
});
