import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Base64url } from '../../../main/exchange/canonical-json.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';

export function describeCheckpoints(database: () => HubDatabase): void {
  describe('audit checkpoints (I8)', () => {
    let bed: HubBed;
    let station: TestStation;
    const chain = randomUUID();
    beforeEach(async () => {
      bed = await createHubBed(database());
      station = await bed.enrol('lab');
    });
    afterEach(() => bed.close());

    const checkpoint = (sequence: number, content = 'head', of = station) =>
      signDocument(
        'madoguchi-checkpoint+jws',
        { v: 1, station: of.id, chain, sequence, hash: sha256Base64url(content), at: bed.at(0) },
        of.key,
      );
    const keep = (document: string, from = station) =>
      bed.send(from, 'POST', '/v1/audit/checkpoints', { checkpoint: document });
    const latest = async (from = station) =>
      (await bed.send(from, 'GET', `/v1/audit/checkpoints/latest?chain=${chain}`)).body;
    const conflict = { status: 409, body: { code: 'hub/conflict' } };

    it('keeps the newest head of each chain', async () => {
      expect(await latest()).toEqual({ checkpoint: null });
      for (const sequence of [3, 7]) expect((await keep(checkpoint(sequence))).status).toBe(200);
      expect((await keep(checkpoint(7))).status).toBe(200);
      expect(await latest()).toEqual({ checkpoint: checkpoint(7) });
    });

    it('refuses and records a head that went back, and another hash at the same place', async () => {
      const kept = checkpoint(7);
      await keep(kept);
      expect(await keep(checkpoint(6))).toEqual(conflict);
      expect(await keep(checkpoint(7, 'forged'))).toEqual(conflict);
      expect(await keep(checkpoint(7, 'forged'))).toEqual(conflict);
      expect(await latest()).toEqual({ checkpoint: kept });
      const anomalies = await bed.database.kysely
        .selectFrom('audit_anomaly')
        .select(['sequence', 'kept_sequence'])
        .orderBy('sequence')
        .execute();
      expect(anomalies).toEqual([
        { sequence: 6, kept_sequence: 7 },
        { sequence: 7, kept_sequence: 7 },
      ]);
    });

    it('takes only the station’s own', async () => {
      const other = await bed.enrol('lab');
      await keep(checkpoint(1));
      const refused = { status: 400, body: { code: 'hub/envelope-refused' } };
      expect(await keep(checkpoint(1), other)).toEqual(refused);
      expect(await keep(checkpoint(9, 'x', { id: station.id, key: other.key }), other)).toEqual(refused);
      expect(await latest(other)).toEqual({ checkpoint: null });
    });
  });
}
