import { describe, expect, it } from 'vitest';
import { dayMoments } from '../../../main/agent/acts/day-moments.ts';
import type { CaseCommand, TemporaryCodeCommand } from '../../../main/exchange/command.ts';
import { checkOffered } from '../../../main/exchange/command-limits.ts';
import { demonstrationPolicy } from '../../../main/profile/demonstration-policy.ts';
import { type Profile, profile as profileSchema } from '../../../main/profile/profile.ts';
import { isAssumed, operationOf, profileOf, profiles } from '../../../main/profile/profiles.ts';
import { exampleSuspend } from '../exchange/example-command.ts';

const of = (id: string): Profile => {
  const found = profileOf(id);
  if (found === null) throw new RangeError(id);
  return found;
};
/** A policy without rooms, so that the counters' own hours count. */
const policy = demonstrationPolicy(new Date('2026-11-01T00:00:00Z'));
const roomless = { ...policy, exemption: { ...policy.exemption, rooms: [] } };
/** A Tuesday in Tokyo. */
const at = (time: string) => new Date(`2026-11-17T${time}:00+09:00`);
const moments = (id: string, time: string) =>
  dayMoments(of(id), roomless, at(time)).map(({ kind, at: instant }) => [
    kind,
    new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().slice(11, 16),
  ]);

describe('until the class ends, by the institution’s own timetable', () => {
  it.each([
    ['hokuto-demo', '09:00', '10:30'],
    ['hokuto-demo', '16:21', '18:00'],
    ['keio', '10:29', '10:30'],
    ['keio', '10:30', '12:15'],
    ['joho', '13:00', '14:30'],
  ])('%s at %s: %s', (id, time, end) => expect(moments(id, time)).toContainEqual(['class-end', end]));

  it.each([
    ['hokuto-demo', '18:00'],
    ['keio', '23:59'],
    ['aue', '10:00'],
    ['utokyo', '10:00'],
    ['kyoto', '10:00'],
  ])('%s at %s offers none', (id, time) =>
    expect(moments(id, time).map(([kind]) => kind)).not.toContain('class-end'),
  );

  it('is not offered on a Sunday, nor on a holiday', () => {
    for (const day of ['2026-11-15', '2026-11-23'])
      expect(dayMoments(of('keio'), roomless, new Date(`${day}T10:00:00+09:00`))).not.toContainEqual(
        expect.objectContaining({ kind: 'class-end' }),
      );
  });

  it('is a timetable exactly where something is suspended, and said to be assumed where it is', () => {
    for (const profile of profiles) {
      const suspends = operationOf(profile, 'suspend') !== null;
      expect(profile.classEnds.length > 0, profile.id).toBe(suspends);
      expect(isAssumed(profile, 'classEnds'), profile.id).toBe(suspends && !profile.fictitious);
    }
  });

  it.each([
    [['12:10', '10:30'], 'out of order'],
    [['10:30', '10:30'], 'twice the same'],
    [['25:00'], 'no time'],
  ])('%j is none: %s', (classEnds) =>
    expect(profileSchema.safeParse({ ...of('keio'), classEnds }).success).toBe(false),
  );
});

describe('how long a temporary code is good for', () => {
  const code = (minutes: number): CaseCommand => {
    const { until: _, kind: __, ...rest } = exampleSuspend();
    return { ...rest, kind: 'temporary-code', minutes, answerKey: 'A'.repeat(43) } as TemporaryCodeCommand;
  };
  const judged = (id: string, minutes: number) => {
    const result = checkOffered(code(minutes), of(id));
    return result.ok ? 'ok' : result.refusal.code;
  };

  it('stands in the profile of every institution that gives one, and of no other', () => {
    for (const profile of profiles)
      expect(profile.temporaryCode !== null, profile.id).toBe(
        operationOf(profile, 'temporary-code') !== null,
      );
  });

  it('is refused beyond that at the counter and at the hub alike, by the same function (I10)', () => {
    expect(judged('kyoto', 10)).toBe('ok');
    expect(judged('kyoto', 30)).toBe('ok');
    expect(judged('kyoto', 31)).toBe('case/not-offered');
    expect(judged('hokuto-demo', 480)).toBe('ok');
    expect(judged('hokuto-demo', 481)).toBe('case/not-offered');
    for (const id of ['keio', 'aue', 'utokyo', 'joho']) expect(judged(id, 10)).toBe('case/not-offered');
  });

  it('has a default among its presets', () => {
    const kyoto = of('kyoto');
    const temporaryCode = { defaultMinutes: 20, presetsMinutes: [10, 30] };
    expect(profileSchema.safeParse({ ...kyoto, temporaryCode }).success).toBe(false);
  });
});
