import type { DirectoryPerson } from '../../directory/directory.ts';
import type { OfflinePolicy } from '../../exchange/lab-policy.ts';

/** A verifier from before a time that the clock has since gone behind, by more than this, is not believed. */
const clockToleranceMs = 5000;

/** Whether a person is one of those of whom a verifier may be kept and used: a student, and nothing besides. */
export function isStudentOnly(person: Pick<DirectoryPerson, 'roles'>): boolean {
  return person.roles.length > 0 && person.roles.every((role) => role === 'student');
}

/** Unix milliseconds before which the directory's last good answer is too old to stand for it. */
export function oldestAccepted(offline: OfflinePolicy, nowMs: number): number {
  return nowMs - offline.maximumAgeHours * 3_600_000;
}

/** Whether the directory's good answer at `acceptedAt` may still stand for it. Both are trusted times. */
export function isFreshEnough(acceptedAt: number, offline: OfflinePolicy, nowMs: number): boolean {
  return acceptedAt > oldestAccepted(offline, nowMs) && acceptedAt <= nowMs + clockToleranceMs;
}
