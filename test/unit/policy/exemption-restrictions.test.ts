import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, worlds } from './exempt-worlds.ts';
import { restrictions } from './restrictions-of-world.ts';

describe('I6: a restriction never opens anything', () => {
  test.each(Object.entries(restrictions))('%s', (_name, restrict) => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, pick) => {
        expect(decide(world).exempt || !decide(restrict(world, pick)).exempt).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('nor do several together, in any order', () => {
    const several = fc.array(fc.tuple(fc.constantFrom(...Object.keys(restrictions)), fc.nat()), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(worlds, several, (world, steps) => {
        // What was closed at first stays closed. One step may take back what an earlier one closed: a station that is named in
        // two rooms is in none, until one of them is removed.
        const open = decide(world).exempt;
        let narrowed = world;
        for (const [name, pick] of steps) {
          narrowed = restrictions[name]!(narrowed, pick);
          expect(open || !decide(narrowed).exempt).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('asking about a person opens nothing that is closed for the place', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(decide({ ...world, person: null }).exempt || !decide(world).exempt).toBe(true);
      }),
    );
  });
});

test('I6: of what decides about a person, each is in the reasons', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { person, policy } = world;
      const codes = decide(world).reasons.map(({ code }) => code);
      if (person === null) return;
      const { exemptPeople, groups: named, alwaysAsked } = policy.exemption;
      const byName = exemptPeople?.includes(person.id) === true;
      expect(codes.includes('person-exempt')).toBe(byName);
      expect(codes.some((code) => code.startsWith('role-'))).toBe(!byName);
      expect(codes.includes('group-exempt') || codes.includes('group-not-exempt')).toBe(
        !byName && named?.exempt !== undefined,
      );
      expect(codes.includes('person-always-asked')).toBe(alwaysAsked.includes(person.id));
    }),
  );
});

test('I6: exempt exactly when every reason holds; the generated worlds hold both', () => {
  let exempt = 0;
  let refused = 0;
  fc.assert(
    fc.property(worlds, (world) => {
      const decision = decide(world);
      if (decision.exempt) exempt += 1;
      else refused += 1;
      expect(decision.exempt).toBe(decision.reasons.every((reason) => reason.holds));
    }),
    { numRuns: 2000 },
  );
  expect(exempt).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(20);
});
