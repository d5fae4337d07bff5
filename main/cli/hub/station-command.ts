import { revokeStation, stationNamed } from '../../hub/revocation.ts';
import { printJson, withHub } from './with-hub.ts';

/**
 * `hub revoke`: ends a station's identity at once, by its id or by the name that it has now. What it queued and is not in
 * force goes to review. Exit status 1 where no station is called so.
 */
export function revokeStationFromCommandLine(folder: string, station: string): Promise<number> {
  return withHub(folder, async (hub) => {
    const id = (await stationNamed(hub.database, station)) ?? station;
    const revoked = await revokeStation(hub, id);
    if (revoked === null) {
      process.stderr.write('No station has this id or name.\n');
      return 1;
    }
    printJson({ revoked: id, ...revoked });
    return 0;
  });
}
