import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Base64url } from '../../../main/exchange/canonical-json.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { mostInADay, type StationRow } from '../../../main/hub/operation/station-days.ts';
import { readStanding } from '../../../main/hub/operation/status.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';

const full = { status: 429, body: { code: 'hub/day-full' } };

/** What a stolen station's key can fill the hub's database with. */
export function describeStationDays(database: () => HubDatabase): void {
  describe('what one station may have kept in a day', () => {
    let bed: HubBed;
    let counter: TestStation;
    let lab: TestStation;
    beforeEach(async () => {
      bed = await createHubBed(database());
      counter = await bed.enrol('counter');
      lab = await bed.enrol('lab');
    });
    afterEach(() => bed.close());

    /** The day up to its last rows. */
    const used = (station: TestStation, kind: StationRow, left: number) =>
      bed.database.kysely
        .insertInto('station_day')
        .values({
          station: station.id,
          day: bed.at(0).slice(0, 10),
          kind,
          taken: mostInADay[kind] - left,
          refused: 0,
        })
        .execute();
    const rows = async (table: 'failed_check' | 'offline_sign_in' | 'audit_checkpoint') =>
      (await bed.database.kysely.selectFrom(table).select('received_at').execute()).length;
    const check = () => ({
      id: randomUUID(),
      person: 'p1',
      at: bed.at(0),
      method: 'documents',
      reasons: ['photo-differs'],
    });
    const tellChecks = (...checks: readonly unknown[]) =>
      bed.send(counter, 'POST', '/v1/checks/failed', { checks });

    it('ends for failed checks; what is refused leaves nothing, other stations and the next day are as ever', async () => {
      await used(counter, 'failed-check', 2);
      expect(await tellChecks(check(), check(), check())).toEqual(full);
      expect((await tellChecks(check(), check())).status).toBe(200);
      expect(await tellChecks(check())).toEqual(full);
      expect(await rows('failed_check')).toBe(2);
      const other = await bed.enrol('counter');
      const told = await bed.send(other, 'POST', '/v1/checks/failed', { checks: [check()] });
      expect(told.status).toBe(200);
      bed.advance(24 * 3_600_000);
      expect((await tellChecks(check())).status).toBe(200);
    });

    it('ends for audit chains, not for one that is known', async () => {
      const checkpoint = (chain: string, sequence: number) =>
        bed.send(lab, 'POST', '/v1/audit/checkpoints', {
          checkpoint: signDocument(
            'madoguchi-checkpoint+jws',
            { v: 1, station: lab.id, chain, sequence, hash: sha256Base64url(chain), at: bed.at(0) },
            lab.key,
          ),
        });
      const known = randomUUID();
      await used(lab, 'audit-chain', 1);
      expect((await checkpoint(known, 1)).status).toBe(200);
      expect(await checkpoint(randomUUID(), 1)).toEqual(full);
      expect((await checkpoint(known, 2)).status).toBe(200);
      expect(await rows('audit_checkpoint')).toBe(1);
    });

    it('ends for looks and for sign-ins without the directory', async () => {
      const operator = await bed.operator();
      await used(counter, 'unusual-look', 0);
      const look = { kind: 'openings', operator: operator.record.id, at: bed.at(0), count: 90, limit: 60 };
      expect(await bed.send(counter, 'POST', '/v1/tallies', { days: [], looks: [look] })).toEqual(full);
      expect((await bed.send(counter, 'POST', '/v1/tallies', { days: [] })).status).toBe(200);
      await used(lab, 'offline-sign-in', 0);
      const offline = [{ id: randomUUID(), person: 'p1', verifiedAt: bed.at(0), at: bed.at(0) }];
      expect(await bed.send(lab, 'POST', '/v1/sign-ins', { failures: [], offline })).toEqual(full);
      expect((await bed.send(lab, 'POST', '/v1/sign-ins', { failures: [], offline: [] })).status).toBe(200);
      expect(await rows('offline_sign_in')).toBe(0);
    });

    it('is told to whoever looks after the hub', async () => {
      await used(counter, 'failed-check', 0);
      await tellChecks(check());
      await tellChecks(check());
      const standing = await readStanding(bed.database.kysely, bed.now());
      expect(standing.stationsFull).toEqual({ 'failed-check': 1 });
      bed.advance(3 * 24 * 3_600_000);
      expect((await readStanding(bed.database.kysely, bed.now())).stationsFull).toEqual({});
    });

    it('beside how the last sweep ended, whoever made it', async () => {
      expect((await readStanding(bed.database.kysely, bed.now())).sweep).toBeNull();
      await bed.simulated.suspend('intruder', new AbortController().signal);
      await bed.hub.reconciler.runSweep();
      expect((await readStanding(bed.database.kysely, bed.now())).sweep).toEqual({
        at: bed.at(0),
        outcome: 'swept',
        unexplained: 0,
        resumed: 1,
        strangers: 0,
      });
      bed.simulated.setOutage(true);
      await bed.hub.reconciler.runSweep();
      expect((await readStanding(bed.database.kysely, bed.now())).sweep).toMatchObject({ outcome: 'failed' });
    });
  });
}
