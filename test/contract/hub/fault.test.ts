import { expect, it } from 'vitest';
import { createFaultBed } from '../../fault/fault-bed.ts';
import { type Fault, peoplePerRound, runRound } from '../../fault/fault-round.ts';
import { seededRandom } from '../../fuzz/seeded-random.ts';
import { isAvailable } from '../../rigs/postgres.ts';

const rounds = 8;
const seed = 20_261_122;

it.skipIf(!isAvailable().available)(
  'every command takes effect once, in order, and ends, whatever is killed, cut, repeated or moved (I2, I3)',
  { timeout: 300_000 },
  async () => {
    const bed = await createFaultBed({ people: rounds * peoplePerRound, random: seededRandom(seed, -1) });
    const caused = new Set<Fault>();
    try {
      for (let round = 0; round < rounds; round += 1) {
        const report = await runRound(bed, seed, round);
        for (const fault of report.faults) caused.add(fault);
        expect(report.violations).toEqual([]);
      }
    } finally {
      await bed.stop();
    }
    expect(caused.size).toBeGreaterThan(4);
  },
);
