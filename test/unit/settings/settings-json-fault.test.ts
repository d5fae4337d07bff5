import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault } from '../../../main/agent/settings-json-fault.ts';

it('finds nothing in whatever JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      expect(jsonFault(text)).toBeNull();
    }),
  );
});

it('agrees with JSON.parse on whether a damaged text is JSON', () => {
  const damaged = fc.tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom('', ',', '}', '"', ' ', '\n', 'x', '\\'),
  );
  fc.assert(
    fc.property(damaged, ([text, where, by]) => {
      const at = where % (text.length + 1);
      const other = text.slice(0, at) + by + text.slice(at + 1);
      let isJson = true;
      try {
        JSON.parse(other);
      } catch {
        isJson = false;
      }
      expect(jsonFault(other) === null).toBe(isJson);
    }),
  );
});

it.each([
  ['{"a": tru}', 6],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['[1, 2', 5],
  ['', 0],
])('points at the fault: %s', (text, at) => {
  expect(jsonFault(text)).toBe(at);
});
