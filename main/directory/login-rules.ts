import { z } from 'zod';
import type { DirectoryPerson, DirectoryRole } from './directory-person.ts';

const pattern = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => compiled(text) !== null, 'expected a regular expression');

/**
 * What a login says about its person, where a service tells neither number nor groups to a program without
 * administrator's rights. Patterns are regular expressions that match the whole login, case apart.
 */
export const loginRules = z.strictObject({
  /** Appended to a typed login without an `@`: `@example.ac.jp`. */
  suffix: z
    .string()
    .max(100)
    .regex(/^@[a-z0-9.-]+$/)
    .optional(),
  /** Its first group is the person's lasting identifier: `(s[0-9]{8})@example\.ac\.jp`. */
  id: pattern.refine((text) => text.includes('('), 'expected a group that holds the identifier'),
  /** Every role whose pattern matches. A person without any is exempt from nothing. */
  roles: z.array(z.strictObject({ pattern, role: z.enum(['student', 'staff', 'faculty', 'guest']) })).max(20),
});
export type LoginRules = z.infer<typeof loginRules>;

/** The login as the service knows it. */
export function fullLogin(typed: string, { suffix }: LoginRules): string {
  return typed.includes('@') || suffix === undefined ? typed : typed + suffix;
}

/** Reads identifier and roles out of a login that the service has confirmed; undefined where the rules don't know it. */
export function personOfLogin(
  login: string,
  displayName: string,
  rules: LoginRules,
  known: { readonly groups?: readonly string[] | null; readonly roles?: readonly DirectoryRole[] } = {},
): DirectoryPerson | undefined {
  const id = compiled(rules.id)?.exec(login)?.[1];
  if (id === undefined || id === '' || displayName === '') return undefined;
  const byLogin = rules.roles.filter(({ pattern }) => compiled(pattern)?.test(login)).map(({ role }) => role);
  return {
    id,
    login,
    displayName: displayName.slice(0, 256),
    roles: [...new Set([...byLogin, ...(known.roles ?? [])])],
    groups: known.groups ?? null,
  };
}

function compiled(text: string): RegExp | null {
  try {
    return new RegExp(`^(?:${text})$`, 'iu');
  } catch {
    return null;
  }
}
