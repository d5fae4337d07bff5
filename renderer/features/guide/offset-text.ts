import type { GuideSpeech } from './guide-text.ts';

/** `9時間`, `5時間30分`, `3分30秒`: how far a clock is off, without its direction. */
export function offsetText(seconds: number, speak: GuideSpeech): string {
  const whole = Math.abs(Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) {
    return minutes === 0
      ? speak('guide.time.hours', { hours })
      : speak('guide.time.hours-minutes', { hours, minutes });
  }
  return rest === 0
    ? speak('guide.time.minutes', { minutes })
    : speak('guide.time.minutes-seconds', { minutes, seconds: rest });
}

/** `UTC+9`, `UTC−3:30`, `UTC`. */
export function zoneText(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'UTC';
  const whole = Math.abs(offsetMinutes);
  const minutes = whole % 60 === 0 ? '' : `:${String(whole % 60).padStart(2, '0')}`;
  return `UTC${offsetMinutes > 0 ? '+' : '−'}${Math.floor(whole / 60)}${minutes}`;
}
