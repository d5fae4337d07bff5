import { z } from 'zod';
import { identifier, localizedText } from '../../preload/contract/models/base.ts';
import type { SigningKey } from '../exchange/signing-key.ts';
import { appendHubAudit } from './audit/hub-audit.ts';
import { appendLabNotice } from './feed/append.ts';
import { newestPolicy } from './newest-policy.ts';
import type { HubDatabase, HubQuery } from './store/hub-database.ts';

/** One lab workstation by its enrolled name, or every one of a room of the newest policy. */
export const labPlace = z.union([
  z.strictObject({ station: identifier }),
  z.strictObject({ room: identifier }),
]);
export type LabPlace = z.infer<typeof labPlace>;

export type LabNoticeResult =
  | { readonly ok: true; readonly value: { readonly stations: number } }
  | { readonly ok: false; readonly problem: 'station-unknown' | 'room-unknown' };

/** What staff say to those who sit at lab workstations. It reaches the session that is open when it is said, no later one. */
export interface LabNotices {
  /** Shows a text at the place, in both languages. */
  tell(place: LabPlace, text: z.infer<typeof localizedText>): Promise<LabNoticeResult>;
  /** Ends the sessions that are open at the place. */
  signOut(place: LabPlace): Promise<LabNoticeResult>;
}

export function createLabNotices(context: {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
}): LabNotices {
  const { database, key, now } = context;
  const notify = (place: LabPlace, notice: Parameters<typeof appendLabNotice>[2]): Promise<LabNoticeResult> =>
    database.kysely.transaction().execute(async (transaction) => {
      const found = await stationsOf(transaction, labPlace.parse(place));
      if (!found.ok) return found;
      if (found.stations.length > 0) {
        await appendLabNotice(transaction, found.stations, notice, now());
        const facts = { notice: notice.kind, ...place, stations: found.stations.length };
        const actor = { type: 'administration', id: null } as const;
        await appendHubAudit(transaction, key, { kind: 'lab-notice', actor, facts }, now());
      }
      return { ok: true, value: { stations: found.stations.length } };
    });
  return {
    async tell(place, text) {
      return notify(place, { kind: 'lab-message', text: localizedText.parse(text) });
    },
    signOut: (place) => notify(place, { kind: 'lab-sign-out' }),
  };
}

type Found =
  | { readonly ok: true; readonly stations: readonly string[] }
  | { readonly ok: false; readonly problem: 'station-unknown' | 'room-unknown' };

async function stationsOf(query: HubQuery, place: LabPlace): Promise<Found> {
  let names: readonly string[];
  if ('station' in place) names = [place.station];
  else {
    const room = (await newestPolicy(query))?.rooms.find(({ id }) => id === place.room);
    if (room === undefined) return { ok: false, problem: 'room-unknown' };
    names = room.stations;
  }
  const rows = await query
    .selectFrom('station')
    .select('id')
    .where('name', 'in', names)
    .where('kind', '=', 'lab')
    .where('revoked_at', 'is', null)
    .execute();
  if ('station' in place && rows.length === 0) return { ok: false, problem: 'station-unknown' };
  return { ok: true, stations: rows.map(({ id }) => id) };
}
