import { minuteOfDay } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { PolicyChange } from './policy-change.ts';

const dayMinutes = 24 * 60;
const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Minutes of the week that a policy's hours cover. */
function openMinutes({ hours }: PolicyDocument['exemption']): Uint8Array {
  const minutes = new Uint8Array(7 * dayMinutes);
  for (const { days, from, to } of hours) {
    for (const day of days) {
      const start = (day - 1) * dayMinutes;
      minutes.fill(1, start + minuteOfDay(from), start + Math.max(minuteOfDay(from), minuteOfDay(to)));
    }
  }
  return minutes;
}

/** Spans of the week that only one of two policies covers. A changed time zone moves every one of them. */
export function changedHours(before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] {
  const one = openMinutes(before.exemption);
  const other = openMinutes(after.exemption);
  const { timeZone } = before.exemption;
  return [
    ...(timeZone === after.exemption.timeZone
      ? []
      : [
          {
            code: 'time-zone' as const,
            effect: 'opens' as const,
            parameters: { from: timeZone, to: after.exemption.timeZone },
          },
        ]),
    ...spansOnlyIn(other, one).map((span) => ({
      code: 'hours-added' as const,
      effect: 'opens' as const,
      parameters: { span },
    })),
    ...spansOnlyIn(one, other).map((span) => ({
      code: 'hours-removed' as const,
      effect: 'closes' as const,
      parameters: { span },
    })),
  ];
}

/** `mon,tue 22:00-24:00` for each span that many days have. */
function spansOnlyIn(minutes: Uint8Array, without: Uint8Array): readonly string[] {
  const daysBySpan = new Map<string, string[]>();
  for (const [day, name] of dayNames.entries()) {
    for (let at = 0; at < dayMinutes; at += 1) {
      const open = (minute: number) => {
        const index = day * dayMinutes + minute;
        return minute < dayMinutes && minutes[index] === 1 && without[index] === 0;
      };
      if (!open(at)) continue;
      const from = at;
      while (open(at)) at += 1;
      const span = `${clockText(from)}-${clockText(at)}`;
      daysBySpan.set(span, [...(daysBySpan.get(span) ?? []), name]);
    }
  }
  return [...daysBySpan].map(([span, days]) => `${days.length === 7 ? 'daily' : days.join(',')} ${span}`);
}

function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
