import type { Speech } from './language.tsx';

/** `1 時間 20 分`, `4 分`, `35 秒`: two units at most, seconds only below two minutes. */
export function durationText(seconds: number, text: Speech['text']): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 120) return text('duration.seconds', { seconds: whole });
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return text('duration.minutes', { minutes });
  return text('duration.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
