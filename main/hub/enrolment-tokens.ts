import type { SigningKey } from '../exchange/signing-key.ts';
import { appendHubAudit } from './audit/hub-audit.ts';
import { mintToken, type TokenRequest } from './enrolment.ts';
import type { HubDatabase, HubQuery } from './store/hub-database.ts';

/** A token that nobody has used yet and that is still good. Its secret is nowhere. */
export interface OpenToken {
  readonly name: string;
  readonly kind: 'lab' | 'counter';
  readonly mintedAt: string;
  readonly expiresAt: string;
}

interface Hub {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
}

const actor = { type: 'administration', id: null } as const;

/** Makes a one-time token for a station, and records that. */
export function mintRecordedToken(hub: Hub, request: TokenRequest): Promise<string> {
  return hub.database.kysely.transaction().execute(async (transaction) => {
    const token = await mintToken(transaction, request, hub.key, hub.now());
    const facts = { station: request.name, kind: request.kind };
    await appendHubAudit(transaction, hub.key, { kind: 'token-minted', actor, facts }, hub.now());
    return token;
  });
}

/** The tokens that a station could still enrol with, those that end first before the others. */
export async function openTokens(query: HubQuery, now: Date): Promise<readonly OpenToken[]> {
  const rows = await query
    .selectFrom('enrolment_token')
    .select(['name', 'kind', 'minted_at', 'expires_at'])
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    name: row.name,
    kind: row.kind,
    mintedAt: row.minted_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

/** Ends every open token of a station's name; gives how many there were. A token that was used is the station's to lose. */
export function withdrawTokens(hub: Hub, name: string): Promise<number> {
  return hub.database.kysely.transaction().execute(async (transaction) => {
    const now = hub.now();
    const ended = await transaction
      .updateTable('enrolment_token')
      .set({ expires_at: now })
      .where('name', '=', name)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('name')
      .execute();
    if (ended.length > 0) {
      const facts = { station: name, tokens: ended.length };
      await appendHubAudit(transaction, hub.key, { kind: 'token-withdrawn', actor, facts }, now);
    }
    return ended.length;
  });
}
