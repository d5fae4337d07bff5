import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../main/exchange/canonical-json.ts';
import {
  type HubAuditEntry,
  hubAuditHash,
  hubAuditKind,
  isLinked,
  parseHubAuditEntry,
} from '../../../main/hub/audit/hub-audit-entry.ts';

const digest = fc.string().map(hubAuditHash);
/** Also what would look like an entry's end, or like the link, were it not escaped. */
const word = fc.oneof(
  fc.string(),
  fc.constantFrom('null,"v":1}', '","sequence":1,"subject":null,"v":1}', ',"previous":"', '"', '\\'),
);
const entry: fc.Arbitrary<HubAuditEntry> = fc.record({
  v: fc.constant(1 as const),
  chain: word,
  sequence: fc.integer({ min: 1, max: 10_000_000 }),
  at: fc.constant('2026-04-06T01:00:00.000Z'),
  kind: fc.constantFrom(...hubAuditKind.options),
  actor: fc.record({ type: fc.constant('station' as const), id: fc.option(word) }),
  subject: fc.option(digest),
  facts: fc.dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/),
    fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)),
  ),
  previous: digest,
});

it('says of any entry what its parsing says: which one it follows, and its place', () => {
  fc.assert(
    fc.property(entry, digest, fc.integer({ min: 1, max: 10_000_000 }), (one, other, place) => {
      const text = canonicalJson(one);
      expect(parseHubAuditEntry(text)).toEqual(one);
      expect(isLinked(text, one.previous, one.sequence)).toBe(true);
      expect(isLinked(text, other, one.sequence)).toBe(other === one.previous);
      expect(isLinked(text, one.previous, place)).toBe(place === one.sequence);
      // Its last digits alone are another place.
      const [, ...rest] = String(one.sequence);
      if (rest.length > 0 && rest[0] !== '0')
        expect(isLinked(text, one.previous, Number(rest.join('')))).toBe(false);
    }),
  );
});

it('says no to what is no whole entry', () => {
  fc.assert(
    fc.property(entry, fc.nat(), (one, cut) => {
      const text = canonicalJson(one);
      const part = text.slice(1 + (cut % (text.length - 1)));
      const fits = part.includes(`,"previous":"${one.previous}","sequence":${one.sequence},"subject":`);
      expect(isLinked(part, one.previous, one.sequence)).toBe(fits);
      expect(isLinked(text.slice(0, cut % text.length), one.previous, one.sequence)).toBe(false);
    }),
  );
});
