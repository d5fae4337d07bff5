import { localDate } from '../../exchange/suspension-limits.ts';
import type { PolicySource } from '../ports.ts';

const dayMs = 24 * 3_600_000;

/** The zone of the institution's calendar, as its policy says; Japan's where none does. */
export function calendarZone(policy: PolicySource): string {
  return policy.current().policy?.exemption.timeZone ?? 'Asia/Tokyo';
}

/** When a local day begins, in milliseconds since 1970. Right in zones of whole quarters of an hour. */
export function dayStart(day: string, timeZone: string): number {
  const noon = Date.parse(`${day}T12:00:00.000Z`);
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(noon);
  const offsetMs = Date.parse(`${local.replace(' ', 'T')}.000Z`) - noon;
  return Date.parse(`${day}T00:00:00.000Z`) - offsetMs;
}

/** The day so many days after (or before) another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** A local day as instants: its start, and the next one's. */
export function dayBounds(day: string, timeZone: string): { readonly from: string; readonly to: string } {
  return {
    from: new Date(dayStart(day, timeZone)).toISOString(),
    to: new Date(dayStart(dayAfter(day, 1), timeZone)).toISOString(),
  };
}

/** The local day of an instant. */
export function dayOf(at: Date | string, timeZone: string): string {
  return localDate(typeof at === 'string' ? at : at.toISOString(), timeZone);
}
