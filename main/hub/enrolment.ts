import { createHash, randomBytes } from 'node:crypto';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { LocalizedText } from '../../preload/contract/models/base.ts';
import { signDocument } from '../exchange/signed-document.ts';
import {
  exportPublicJwk,
  keyThumbprint,
  type PublicJwk,
  type SigningKey,
  verificationKey,
} from '../exchange/signing-key.ts';
import type { EnrolmentDocument } from '../exchange/station-documents.ts';
import { appendHubAudit } from './audit/hub-audit.ts';
import { readInstitution } from './institution.ts';
import { parkCommandsOf } from './reviews/park-commands.ts';
import type { HubDatabase, HubQuery } from './store/hub-database.ts';

export interface TokenRequest {
  /** The station's name, as policies name it. */
  readonly name: string;
  readonly kind: 'lab' | 'counter';
  readonly label: LocalizedText;
  readonly validMinutes: number;
}

/** Makes a one-time token; only a digest of its secret is stored. */
export async function mintToken(
  query: HubQuery,
  request: TokenRequest,
  key: SigningKey,
  now: Date,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await query
    .insertInto('enrolment_token')
    .values({
      secret_hash: secretHash(secret),
      name: request.name,
      kind: request.kind,
      label: JSON.stringify(request.label),
      minted_at: now,
      expires_at: new Date(now.getTime() + request.validMinutes * 60_000),
    })
    .execute();
  return `mdg1.${secret}.${key.id}`;
}

/**
 * Enrols a station once per token. An earlier station of the same name is revoked: the machine was set up anew. The
 * same token with the same key again, an answer lost on its way, gets the same station; with another key it is refused
 * like an unknown or expired token, with `hub/token-refused`.
 */
export async function enrol(
  database: HubDatabase,
  request: { readonly token: string; readonly publicKey: PublicJwk; readonly name?: string | undefined },
  key: SigningKey,
  now: Date,
): Promise<Result<{ readonly hubKey: PublicJwk; readonly enrolment: string }>> {
  const [, secret, thumbprint] = request.token.split('.');
  if (secret === undefined || thumbprint !== key.id || !isUsable(request.publicKey))
    return refuse('hub/token-refused');
  const keyId = keyThumbprint(request.publicKey);
  return database.kysely.transaction().execute(async (transaction) => {
    const institution = await readInstitution(transaction);
    if (institution === null) return refuse('hub/token-refused');
    const token = await transaction
      .selectFrom('enrolment_token')
      .selectAll()
      .where('secret_hash', '=', secretHash(secret))
      .where('expires_at', '>', now)
      .forUpdate()
      .executeTakeFirst();
    if (token === undefined) return refuse('hub/token-refused');
    if (request.name !== undefined && request.name !== token.name) return refuse('hub/token-refused');
    const holder = await transaction
      .selectFrom('station')
      .selectAll()
      .where('key_id', '=', keyId)
      .executeTakeFirst();
    const id = stationId(secret);
    if (token.used_at !== null) {
      if (holder?.id !== id || holder.revoked_at !== null) return refuse('hub/token-refused');
    } else {
      if (holder !== undefined) return refuse('hub/token-refused');
      await transaction
        .updateTable('enrolment_token')
        .set({ used_at: now })
        .where('secret_hash', '=', token.secret_hash)
        .execute();
      const replaced = await transaction
        .updateTable('station')
        .set({ revoked_at: now })
        .where('name', '=', token.name)
        .where('revoked_at', 'is', null)
        .returning('id')
        .execute();
      for (const station of replaced) await parkCommandsOf(transaction, { station: station.id }, now);
      await transaction
        .insertInto('station')
        .values({
          id,
          name: token.name,
          kind: token.kind,
          label: JSON.stringify(token.label),
          key_id: keyId,
          public_key: JSON.stringify(request.publicKey),
          enrolled_at: now,
        })
        .execute();
      await appendHubAudit(
        transaction,
        key,
        {
          kind: 'station-enrolled',
          actor: { type: 'station', id },
          facts: { name: token.name, kind: token.kind, replaced: replaced.length },
        },
        now,
      );
    }
    const { settings } = institution;
    const document: EnrolmentDocument = {
      v: 1,
      institution: settings.institution,
      station: { id, name: token.name, kind: token.kind, label: token.label, publicKey: request.publicKey },
      rpId: settings.rpId,
      policyKeys: [...settings.policyKeys],
      hubKey: exportPublicJwk(key),
      profile: settings.profile,
      provider: settings.provider,
      production: settings.production,
      issuedAt: (token.used_at ?? now).toISOString(),
    };
    return ok({ hubKey: document.hubKey, enrolment: signDocument('madoguchi-enrolment+jws', document, key) });
  });
}

function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Follows from the token, so that a repeated enrolment finds its own station; says nothing about the secret. */
function stationId(secret: string): string {
  return `st-${createHash('sha256').update(`station:${secret}`).digest('hex').slice(0, 24)}`;
}

function isUsable(jwk: PublicJwk): boolean {
  try {
    return verificationKey(jwk).publicKey.asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
