import { describe, expect, it } from 'vitest';
import type { StationInstance } from '../../../main/exchange/station-instance.ts';
import { judgeInstance, type KeptInstance } from '../../../main/hub/fleet/judge-instance.ts';

const minute = 60_000;
const here = 'a'.repeat(43);
const there = 'b'.repeat(43);
const run = (letter: string, count: number, machine: string | null = here): StationInstance => ({
  run: letter.repeat(22),
  count,
  machine,
});

/** Lets runs speak one after the other, ten minutes apart, and tells who was admitted and what is kept at the end. */
function speak(...claims: readonly (StationInstance | undefined)[]) {
  let kept: KeptInstance | null = null;
  const admitted = claims.map((claim, index) => {
    const verdict = judgeInstance(kept, claim, index * 10 * minute);
    kept = verdict.kept;
    return verdict.admitted;
  });
  return { admitted, kept: kept as KeptInstance | null };
}

describe('a run of a station', () => {
  it('goes on, and is followed by the next start', () => {
    const { admitted, kept } = speak(run('A', 1), run('A', 1), run('B', 2), run('C', 9));
    expect(admitted).toEqual([true, true, true, true]);
    expect(kept).toMatchObject({ count: 9, rollbacks: 0, contested: null });
  });

  it('that never says who it is stays welcome only while no other has', () => {
    expect(speak(undefined, undefined, run('A', 1), undefined).admitted).toEqual([true, true, true, false]);
  });

  it('on another machine is a clone: refused, while the first goes on and may restart', () => {
    const { admitted, kept } = speak(
      run('A', 4),
      run('B', 4, there),
      run('A', 4),
      run('B', 4, there),
      run('C', 5),
      run('D', 9, there),
    );
    expect(admitted).toEqual([true, false, true, false, true, false]);
    expect(kept).toMatchObject({ contested: 'another-machine', machine: here });
  });

  it('that was replaced and speaks again shows two alive: the older goes on, the newer is refused', () => {
    const { admitted, kept } = speak(
      run('A', 4, null),
      run('B', 5, null),
      run('A', 4, null),
      run('B', 5, null),
      run('C', 6, null),
    );
    expect(admitted).toEqual([true, true, true, false, false]);
    expect(kept).toMatchObject({ contested: 'two-runs' });
  });

  it('may have had a request under way when it was replaced', () => {
    const first = judgeInstance(null, run('A', 1), 0).kept;
    const second = judgeInstance(first, run('B', 2), 1000).kept;
    expect(judgeInstance(second, run('A', 1), 2000)).toEqual({ admitted: false, kept: second });
  });

  it('with a count from before is a state that went back, not a clone and no tampering: admitted and counted', () => {
    const { admitted, kept } = speak(run('A', 7), run('B', 3), run('C', 3), run('D', 4));
    expect(admitted).toEqual([true, true, true, true]);
    expect(kept).toMatchObject({ rollbacks: 2, contested: null, count: 4 });
  });

  it('writes nothing while nothing changes', () => {
    const { kept } = judgeInstance(null, run('A', 1), 0);
    expect(judgeInstance(kept, run('A', 1), minute).kept).toBe(kept);
  });
});
