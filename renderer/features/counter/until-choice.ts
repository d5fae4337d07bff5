import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { japanDate, japanInstant } from '../../app/japan-time.ts';

const hour = 3_600_000;
const day = 24 * hour;

export interface Preset {
  readonly hours: number;
  readonly until: number;
}

/** The policy's presets counted from now, none later than the case's limit (I2). */
export function presetsFrom(limits: CounterCase['limits'], now: number): readonly Preset[] {
  const maximum = Date.parse(limits.maximumUntil);
  const minute = Math.floor(now / 60_000) * 60_000;
  return [...new Set(limits.presetsHours)]
    .sort((left, right) => left - right)
    .map((hours) => ({ hours, until: Math.min(minute + hours * hour, maximum) }))
    .filter((preset) => preset.until > now);
}

/** The preset that lies nearest to the policy's default. */
export function defaultPreset(presets: readonly Preset[], limits: CounterCase['limits']): Preset | null {
  const wanted = Date.parse(limits.defaultUntil);
  let nearest: Preset | null = null;
  for (const preset of presets) {
    if (nearest === null || Math.abs(preset.until - wanted) < Math.abs(nearest.until - wanted)) {
      nearest = preset;
    }
  }
  return nearest;
}

/** The days in Japan, `YYYY-MM-DD`, on which a suspension may end. */
export function daysUpTo(limits: CounterCase['limits'], now: number): readonly string[] {
  const last = japanDate(Date.parse(limits.maximumUntil));
  const days: string[] = [];
  for (let at = now; japanDate(at) <= last && days.length < 32; at += day) days.push(japanDate(at));
  return days;
}

export interface ChosenTime {
  readonly date: string;
  readonly hour: number;
  readonly minute: number;
}

/** The wall-clock time in Japan of an instant, minutes rounded down to five. */
export function chosenTimeAt(at: number): ChosenTime {
  const local = new Date(at + 9 * hour);
  return {
    date: japanDate(at),
    hour: local.getUTCHours(),
    minute: Math.floor(local.getUTCMinutes() / 5) * 5,
  };
}

export type UntilVerdict = 'good' | 'past' | 'too-late';

/** Whether a suspension may end then. The agent judges again with its own clock. */
export function judgeUntil(until: number, limits: CounterCase['limits'], now: number): UntilVerdict {
  if (until <= now) return 'past';
  return until > Date.parse(limits.maximumUntil) ? 'too-late' : 'good';
}

/** The instant of a chosen wall-clock time in Japan. */
export function instantOf(time: ChosenTime): number {
  return japanInstant(time.date, time.hour, time.minute);
}
