import { z } from 'zod';
import type { ProviderFailure } from '../provider.ts';
import type { KeycloakAnswer, KeycloakConnection } from './keycloak-connection.ts';
import type { KeycloakProviderSettings } from './keycloak-settings.ts';

const PAGE_SIZE = 200;
/** Groups of one person that are looked through. */
const MAXIMUM_GROUPS = 2000;

export const accountSchema = z.object({
  id: z.string().min(1).max(100),
  username: z.string().max(400),
  enabled: z.boolean().default(true),
  attributes: z.record(z.string(), z.array(z.string())).nullish(),
});
export type KeycloakAccount = z.infer<typeof accountSchema>;

const roleSchema = z.object({ id: z.string().min(1), name: z.string().min(1) });
const named = z.object({ id: z.string() });

/** What makes an account exempt, by group or by role. The account is Keycloak's own id. */
export interface KeycloakExemption {
  add(account: string, signal: AbortSignal): Promise<KeycloakAnswer>;
  remove(account: string, signal: AbortSignal): Promise<KeycloakAnswer>;
  holds(
    account: string,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly missing: false; readonly holds: boolean } | KeycloakAnswer>;
  list(
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly accounts: readonly KeycloakAccount[] } | ProviderFailure>;
  /** Whether the group or role is there and may be read. */
  exists(signal: AbortSignal): Promise<boolean>;
}

/**
 * Both kinds are a single idempotent change: joining a group twice and leaving one that the account is not in answer
 * 204, and so do role mappings. A role that comes through a group is no suspension of ours and is not looked at.
 */
export function createKeycloakExemption(
  ask: KeycloakConnection,
  { suspension, maximumSuspended }: KeycloakProviderSettings,
): KeycloakExemption {
  async function readRole(
    role: string,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly role: z.infer<typeof roleSchema> } | ProviderFailure> {
    const answer = await ask({ method: 'GET', path: `/roles/${encodeURIComponent(role)}`, signal });
    if (!answer.ok) return answer;
    if (answer.missing) return { ok: false, code: 'provider/refused' };
    const read = roleSchema.safeParse(answer.body);
    return read.success ? { ok: true, role: read.data } : { ok: false, code: 'provider/unavailable' };
  }

  async function change(
    method: 'PUT' | 'POST' | 'DELETE',
    account: string,
    signal: AbortSignal,
  ): Promise<KeycloakAnswer> {
    const user = `/users/${encodeURIComponent(account)}`;
    if (suspension.by === 'group')
      return ask({ method, path: `${user}/groups/${encodeURIComponent(suspension.group)}`, signal });
    const found = await readRole(suspension.role, signal);
    if (!found.ok) return found;
    return ask({ method, path: `${user}/role-mappings/realm`, body: [found.role], signal });
  }

  async function allPages<T>(
    path: string,
    schema: z.ZodType<T>,
    maximum: number,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly missing: false; readonly rows: readonly T[] } | KeycloakAnswer> {
    const rows: T[] = [];
    for (;;) {
      const query = { first: String(rows.length), max: String(PAGE_SIZE), briefRepresentation: 'false' };
      const answer = await ask({ method: 'GET', path, query, signal });
      if (!answer.ok || answer.missing) return answer;
      const read = z.array(schema).max(PAGE_SIZE).safeParse(answer.body);
      if (!read.success) return { ok: false, code: 'provider/unavailable' };
      rows.push(...read.data);
      if (rows.length > maximum) return { ok: false, code: 'provider/refused' };
      if (read.data.length < PAGE_SIZE) return { ok: true, missing: false, rows };
    }
  }

  return {
    add: (account, signal) => change(suspension.by === 'group' ? 'PUT' : 'POST', account, signal),
    remove: (account, signal) => change('DELETE', account, signal),
    async holds(account, signal) {
      const user = `/users/${encodeURIComponent(account)}`;
      if (suspension.by === 'group') {
        const groups = await allPages(`${user}/groups`, named, MAXIMUM_GROUPS, signal);
        if (!('rows' in groups)) return groups;
        return { ok: true, missing: false, holds: groups.rows.some(({ id }) => id === suspension.group) };
      }
      const answer = await ask({ method: 'GET', path: `${user}/role-mappings/realm`, signal });
      if (!answer.ok || answer.missing) return answer;
      const read = z.array(roleSchema).safeParse(answer.body);
      if (!read.success) return { ok: false, code: 'provider/unavailable' };
      return { ok: true, missing: false, holds: read.data.some(({ name }) => name === suspension.role) };
    },
    async list(signal) {
      const path =
        suspension.by === 'group'
          ? `/groups/${encodeURIComponent(suspension.group)}/members`
          : `/roles/${encodeURIComponent(suspension.role)}/users`;
      const found = await allPages(path, accountSchema, maximumSuspended, signal);
      if ('rows' in found) return { ok: true, accounts: found.rows };
      return found.ok ? { ok: false, code: 'provider/refused' } : found;
    },
    async exists(signal) {
      if (suspension.by === 'role') return (await readRole(suspension.role, signal)).ok;
      const path = `/groups/${encodeURIComponent(suspension.group)}`;
      const answer = await ask({ method: 'GET', path, signal });
      return answer.ok && !answer.missing;
    },
  };
}
