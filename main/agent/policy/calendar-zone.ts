import type { PolicySource } from '../ports.ts';

/** The zone of the institution's calendar, as its policy says; Japan's where none does. */
export function calendarZone(policy: PolicySource): string {
  return policy.current().policy?.exemption.timeZone ?? 'Asia/Tokyo';
}
