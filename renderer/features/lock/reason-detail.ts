import type { ExemptionReason, Role } from '../../../preload/contract/models/lab.ts';
import { calendarDay, dayAndTime } from '../../app/japan-time.ts';
import type { Speech } from '../../app/language.tsx';

/**
 * What the agent adds to a reason, for reading: the room, until when the hours or the policy run, the person's roles,
 * the group that decided.
 * Names of machines and codes say nothing to a reader and are left out.
 */
export function reasonDetail(
  reason: ExemptionReason,
  speech: Pick<Speech, 'language' | 'localized' | 'text'>,
): string {
  const { room, until, validFrom, validUntil, roles, group, date } = reason.parameters ?? {};
  const { text, language } = speech;
  if (typeof room === 'object') return speech.localized(room);
  if (typeof until === 'string') return text('reason.detail-until', { until });
  if (typeof date === 'string') return calendarDay(Date.parse(`${date}T12:00:00+09:00`), language);
  if (typeof roles === 'string') {
    return roles
      .split(' ')
      .filter(isRole)
      .map((role) => text(`role.${role}`))
      .join(' / ');
  }
  if (typeof group === 'string') return text('reason.detail-group', { group: shortGroupName(group) });
  if (reason.code === 'policy-not-yet-valid' && typeof validFrom === 'string') {
    return text('reason.detail-from', { from: dayAndTime(Date.parse(validFrom), language) });
  }
  if (typeof validUntil === 'string') {
    return text('reason.detail-until', { until: dayAndTime(Date.parse(validUntil), language) });
  }
  return '';
}

/** Of a distinguished name its first value: `Lab users` of `cn=Lab users,ou=groups,…`. */
function shortGroupName(group: string): string {
  return /^[A-Za-z]+=((?:[^,\\]|\\.)+),/.exec(group)?.[1] ?? group;
}

function isRole(value: string): value is Role {
  return value === 'student' || value === 'staff' || value === 'faculty' || value === 'guest';
}
