import { describe, expect, it } from 'vitest';
import {
  chosenTimeAt,
  daysUpTo,
  defaultPreset,
  instantOf,
  judgeUntil,
  presetsFrom,
} from '../../../renderer/features/counter/until-choice.ts';

const now = Date.parse('2025-11-21T04:05:30.000Z'); // 13:05:30 in Japan
const limits = {
  defaultUntil: '2025-11-22T04:05:00.000Z',
  maximumUntil: '2025-11-28T04:05:00.000Z',
  presetsHours: [72, 3, 24, 168, 24],
};

describe('presetsFrom', () => {
  it('I2: offers no end beyond the limit, in order and without repeats', () => {
    const presets = presetsFrom(limits, now);
    expect(presets.map((preset) => preset.hours)).toEqual([3, 24, 72, 168]);
    for (const preset of presets) expect(judgeUntil(preset.until, limits, now)).toBe('good');
    const later = presetsFrom(limits, now + 3_600_000);
    expect(later.at(-1)?.until).toBe(Date.parse(limits.maximumUntil));
  });

  it('preselects the one that is nearest to the default', () => {
    expect(defaultPreset(presetsFrom(limits, now), limits)?.hours).toBe(24);
    expect(defaultPreset([], limits)).toBeNull();
  });
});

describe('an exact end', () => {
  it('I2: offers days up to the limit only, counted in Japan', () => {
    const days = daysUpTo(limits, Date.parse('2025-11-21T15:30:00.000Z')); // 00:30 of the 22nd in Japan
    expect(days[0]).toBe('2025-11-22');
    expect(days.at(-1)).toBe('2025-11-28');
  });

  it('reads and writes wall-clock time in Japan whatever the zone of the machine', () => {
    const chosen = chosenTimeAt(Date.parse('2025-12-31T15:07:00.000Z'));
    expect(chosen).toEqual({ date: '2026-01-01', hour: 0, minute: 5 });
    expect(new Date(instantOf(chosen)).toISOString()).toBe('2025-12-31T15:05:00.000Z');
  });

  it('I2: tells past and too late apart from good', () => {
    const maximum = Date.parse(limits.maximumUntil);
    expect(judgeUntil(now, limits, now)).toBe('past');
    expect(judgeUntil(now + 1, limits, now)).toBe('good');
    expect(judgeUntil(maximum, limits, now)).toBe('good');
    expect(judgeUntil(maximum + 1, limits, now)).toBe('too-late');
  });
});
