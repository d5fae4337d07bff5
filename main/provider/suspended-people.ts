import type { SuspendedPeople } from './provider.ts';

/**
 * The list of everyone who is exempt: each person once, out of so many entries. What is no person of the institution is
 * counted, not named.
 */
export function suspendedPeople(entries: number, people: readonly string[]): SuspendedPeople {
  const strangers = entries - people.length;
  return { ok: true, people: [...new Set(people)], ...(strangers > 0 ? { strangers } : {}) };
}
