import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AuditEntry,
  auditEntryHash,
  auditEntryText,
  flatCanonicalJson,
  parseAuditEntry,
} from '../../../main/agent/audit/audit-entry.ts';
import { canonicalJson } from '../../../main/exchange/canonical-json.ts';

const text = fc.string({ unit: 'grapheme' });
const flat = fc.dictionary(
  text.filter((name) => name !== '__proto__'),
  fc.oneof(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
  ),
);
const digest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const entries: fc.Arbitrary<AuditEntry> = fc.record({
  v: fc.constant(1 as const),
  chain: fc.uuid(),
  sequence: fc.integer({ min: 1, max: 2 ** 40 }),
  at: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  kind: text,
  actor: fc.record({
    type: fc.constantFrom('operator' as const, 'visitor' as const, 'station' as const),
    id: fc.option(text),
    commitment: fc.option(digest),
  }),
  subject: fc.option(digest),
  facts: flat,
  detail: fc.option(digest),
  previous: digest,
});

it('is written out as exactly its canonical JSON (RFC 8785), and read back', () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const written = auditEntryText(entry);
      expect(written).toBe(canonicalJson(entry));
      expect(parseAuditEntry(written)).toEqual(entry);
    }),
  );
});

it('sorts the names of a flat record by code unit, whole numbers among them', () => {
  fc.assert(
    fc.property(flat, (record) => {
      expect(flatCanonicalJson(record)).toBe(canonicalJson(record));
    }),
  );
  expect(flatCanonicalJson({ b: 1, 10: 2, 9: 3, é: 4 })).toBe('{"10":2,"9":3,"b":1,"é":4}');
});

it('has no other text: the same content spelt differently is none', () => {
  const entry = fc.sample(entries, 1)[0] as AuditEntry;
  const written = auditEntryText(entry);
  expect(parseAuditEntry(` ${written}`)).toBeNull();
  expect(parseAuditEntry(written.replace('"v":1', '"v":1.0'))).toBeNull();
  expect(parseAuditEntry(written.slice(1))).toBeNull();
});

it('hashes with SHA-256 (FIPS 180-4, the vector of "abc")', () => {
  expect(Buffer.from(auditEntryHash('abc'), 'base64url').toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
