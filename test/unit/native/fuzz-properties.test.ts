import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Finding, promised, settles } from '../../fuzz/fuzz-target.ts';
import { createTarget, targetNames } from '../../fuzz/fuzz-targets.ts';
import { seededRandom } from '../../fuzz/seeded-random.ts';

/** The byte-level fuzzer's targets for a bounded number of steps; `npm run fuzz` runs them for as long as wanted. */
describe.each(targetNames)('damaged input to %s', (name) => {
  it('gives typed results in bounded time, never an exception', async () => {
    const target = await createTarget(name);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (seed, step) => {
        expect(await target.step(seededRandom(seed, step))).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the fuzzer', () => {
  it('repeats a step from its seed and number, and no other', () => {
    const bytes = (seed: number, step: number) =>
      Buffer.from(seededRandom(seed, step).bytes(30)).toString('hex');
    expect(bytes(7, 3)).toBe(bytes(7, 3));
    expect(new Set([bytes(7, 3), bytes(7, 4), bytes(8, 3)]).size).toBe(3);
  });

  it('reports a broken promise, an exception and a hang with the input that did it', async () => {
    const input = Uint8Array.of(0xca, 0xfe);
    expect(() => promised(false, 'whole', input)).toThrow(/whole\ncafe/);
    const throwing = settles(() => Promise.reject(new RangeError('too far')), 100, input);
    await expect(throwing).rejects.toThrow(/an exception escaped: RangeError: too far[\s\S]*cafe/);
    const hanging = settles(() => new Promise(() => {}), 1, [input, input]);
    await expect(hanging).rejects.toThrow(Finding);
    await expect(settles(() => new Promise(() => {}), 1, [input])).rejects.toThrow(/within 1 ms\ncafe/);
  });
});
