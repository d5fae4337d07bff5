import { z } from 'zod';
import { shortLabel } from '../masked-label.ts';
import type { ProviderFactor, ProviderFailure } from '../provider.ts';
import type { PrivacyIdeaConnection } from './privacyidea-connection.ts';

const PAGE_SIZE = 200;

const tokenSchema = z.object({
  serial: z.string().min(1).max(100),
  tokentype: z.string().max(40),
  active: z.boolean(),
  revoked: z.boolean().default(false),
  locked: z.boolean().default(false),
  rollout_state: z.string().nullish(),
  username: z.string().nullish(),
  description: z.string().nullish(),
  info: z.record(z.string(), z.unknown()).nullish(),
});
export type PrivacyIdeaToken = z.infer<typeof tokenSchema>;

const pageSchema = z.object({
  count: z.int().min(0),
  next: z.int().nullish(),
  tokens: z.array(tokenSchema).max(PAGE_SIZE),
});

/** All tokens that a search of `GET /token/` finds, in the order of their serials; more than `maximum` are refused. */
export async function searchTokens(
  ask: PrivacyIdeaConnection,
  fields: Readonly<Record<string, string>>,
  maximum: number,
  signal: AbortSignal,
): Promise<{ readonly ok: true; readonly tokens: readonly PrivacyIdeaToken[] } | ProviderFailure> {
  const tokens: PrivacyIdeaToken[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await ask({
      method: 'GET',
      path: '/token/',
      fields: { ...fields, sortby: 'serial', page: String(page), pagesize: String(PAGE_SIZE) },
      signal,
    });
    if (!answer.ok) return answer;
    const read = pageSchema.safeParse(answer.gone ? null : answer.value);
    if (!read.success) return { ok: false, code: 'provider/unavailable' };
    tokens.push(...read.data.tokens);
    if (read.data.count > maximum || tokens.length > maximum) return { ok: false, code: 'provider/refused' };
    if (read.data.next === null || read.data.next === undefined) return { ok: true, tokens };
    // A page that says "more" and brings nothing would never end.
    if (read.data.tokens.length === 0) return { ok: false, code: 'provider/unavailable' };
  }
}

/** Whether a sign-in can use it now. */
export function isUsable(token: PrivacyIdeaToken): boolean {
  const enrolled = ['', 'enrolled'].includes(token.rollout_state ?? '');
  return token.active && !token.revoked && !token.locked && enrolled;
}

type Kind = ProviderFactor['kind'];

/**
 * What each token type is ("Supported Tokentypes"), and whether a person can sign in with it as a second factor. Static
 * passwords, secret questions and codes for enrolment are none, and neither is a type that is not known here.
 */
const types = new Map<string, { readonly kind: Kind; readonly counts: boolean }>([
  ['totp', { kind: 'totp', counts: true }],
  ['daypassword', { kind: 'other', counts: true }],
  ['hotp', { kind: 'other', counts: true }],
  ['push', { kind: 'push', counts: true }],
  ['tiqr', { kind: 'push', counts: true }],
  ['sms', { kind: 'sms', counts: true }],
  ['voice', { kind: 'voice', counts: true }],
  ['email', { kind: 'mail', counts: true }],
  ['webauthn', { kind: 'passkey', counts: true }],
  ['passkey', { kind: 'passkey', counts: true }],
  ['u2f', { kind: 'passkey', counts: true }],
  ['yubikey', { kind: 'other', counts: true }],
  ['yubico', { kind: 'other', counts: true }],
  ['paper', { kind: 'other', counts: true }],
  ['tan', { kind: 'other', counts: true }],
  ['question', { kind: 'question', counts: false }],
]);

/** A token as a factor of its owner. */
export function factorOf(token: PrivacyIdeaToken): ProviderFactor {
  const { kind, counts } = types.get(token.tokentype) ?? { kind: 'other', counts: false };
  const created = token.info?.creation_date;
  const createdAt = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  return {
    id: token.serial,
    kind,
    label: shortLabel(token.description) || token.tokentype,
    counts: counts && isUsable(token),
    registeredAt: Number.isNaN(createdAt) ? null : new Date(createdAt).toISOString(),
  };
}
