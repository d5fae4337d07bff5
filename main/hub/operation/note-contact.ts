import type { HubQuery } from '../store/hub-database.ts';

const everyMs = 60_000;
const maximumStations = 20_000;

/** Notes when a station's proof last held, at most once a minute each: status and metrics tell who has fallen silent. */
export function createContactNotes(query: HubQuery): (station: string, now: Date) => Promise<void> {
  const noted = new Map<string, number>();
  return async (station, now) => {
    const at = now.getTime();
    const last = noted.get(station);
    if (last !== undefined && Math.abs(at - last) < everyMs) return;
    if (noted.size >= maximumStations) noted.clear();
    noted.set(station, at);
    await query.updateTable('station').set({ last_contact_at: now }).where('id', '=', station).execute();
  };
}
