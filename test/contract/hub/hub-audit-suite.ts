import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHubAudit, verifyHubAudit } from '../../../main/hub/audit/hub-audit.ts';
import type { StoredHubAuditEntry } from '../../../main/hub/audit/hub-audit-entry.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';

export function describeHubAudit(database: () => HubDatabase): void {
  describe("hub's own audit trail", () => {
    let bed: HubBed;
    beforeEach(async () => {
      bed = await createHubBed(database());
      await bed.policy();
      const station = await bed.enrol('lab');
      const operator = await bed.operator();
      await bed.hub.administration.revokeOperator(operator.record.id);
      await bed.hub.administration.revokeStation(station.id);
      await bed.simulated.suspend('somebody-intruding', new AbortController().signal);
      await bed.hub.reconciler.runSweep();
    });
    afterEach(() => bed.close());

    const verify = async (known: { sequence: number; hash: string } | null = null) =>
      verifyHubAudit(bed.database.kysely, await openHubKey(join(bed.folder, 'hub-key.pem')), known);
    const entries = async () => {
      const all: StoredHubAuditEntry[] = [];
      for await (const entry of readHubAudit(bed.database.kysely)) all.push(entry);
      return all;
    };

    it('has every act of the administration and the hub, and nobody in the clear (I7, I8)', async () => {
      const all = await entries();
      expect(all.map(({ entry }) => JSON.parse(entry).kind)).toEqual([
        'initialised',
        'policy-published',
        'token-minted',
        'station-enrolled',
        'operator-put',
        'operator-revoked',
        'station-revoked',
        'sweep-resumed',
      ]);
      expect(JSON.stringify(all)).not.toContain('intruding');
      expect(await verify()).toMatchObject({ whole: true, entries: 8 });
    });

    it('shows what was changed, taken out, put elsewhere, signed by another or cut off (I8)', async () => {
      const whole = await entries();
      const last = whole.at(-1)!;
      const rewrite = async (rows: readonly StoredHubAuditEntry[]) => {
        await bed.database.kysely.deleteFrom('hub_audit').execute();
        await bed.database.kysely
          .insertInto('hub_audit')
          .values([...rows])
          .execute();
      };
      await sql`update hub_audit set entry = replace(entry, 'operator-put', 'operator-revoked') where sequence = 5`.execute(
        bed.database.kysely,
      );
      expect(await verify()).toEqual({ whole: false, sequence: 5, problem: 'changed' });
      await rewrite(whole.filter(({ sequence }) => sequence !== 3));
      expect(await verify()).toEqual({ whole: false, sequence: 3, problem: 'missing' });
      await rewrite(whole.map((row) => (row.sequence === 4 ? { ...row, signature: last.signature } : row)));
      expect(await verify()).toEqual({ whole: false, sequence: 4, problem: 'not-signed' });
      await rewrite(whole.slice(0, 6));
      expect(await verify()).toMatchObject({ whole: true, entries: 6 });
      expect(await verify(last)).toEqual({ whole: false, sequence: 7, problem: 'cut-off' });
    });

    it('keeps its order when several write at once', async () => {
      await Promise.all(Array.from({ length: 8 }, () => bed.operator()));
      expect(await verify()).toMatchObject({ whole: true, entries: 16 });
    });
  });
}
