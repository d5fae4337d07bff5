import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { readHubAudit, readHubAuditHead, verifyHubAudit } from '../../../main/hub/audit/hub-audit.ts';
import { hubAuditHash, type StoredHubAuditEntry } from '../../../main/hub/audit/hub-audit-entry.ts';
import { type HubAuditHead, signHubAudit } from '../../../main/hub/audit/hub-audit-signature.ts';
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

    /** Puts other entries in the place of the chain's, and another head beside them. */
    const rewrite = async (
      rows: readonly StoredHubAuditEntry[],
      head: HubAuditHead | null | undefined = undefined,
    ) => {
      const { kysely } = bed.database;
      await kysely.deleteFrom('hub_audit').execute();
      await kysely
        .insertInto('hub_audit')
        .values([...rows])
        .execute();
      if (head === undefined) return;
      await kysely.deleteFrom('hub_audit_head').execute();
      if (head !== null) await kysely.insertInto('hub_audit_head').values(head).execute();
    };

    it('shows what was changed, taken out, put elsewhere or cut off (I8)', async () => {
      const whole = await entries();
      await sql`update hub_audit set entry = replace(entry, 'operator-put', 'operator-revoked') where sequence = 5`.execute(
        bed.database.kysely,
      );
      expect(await verify()).toEqual({ whole: false, sequence: 5, problem: 'changed' });
      await rewrite(whole.filter(({ sequence }) => sequence !== 3));
      expect(await verify()).toEqual({ whole: false, sequence: 3, problem: 'missing' });
      const [third, fourth] = [whole[2]!, whole[3]!];
      await rewrite(
        whole.map((row) =>
          row === third ? { ...fourth, sequence: 3 } : row === fourth ? { ...third, sequence: 4 } : row,
        ),
      );
      expect(await verify()).toEqual({ whole: false, sequence: 3, problem: 'changed' });
      await rewrite(whole.slice(0, 6));
      expect(await verify()).toEqual({ whole: false, sequence: 7, problem: 'cut-off' });
      await rewrite(whole);
      expect(await verify()).toMatchObject({ whole: true, entries: 8 });
    });

    it('shows a chain that was written anew without the hub’s key, and a head of before (I8)', async () => {
      const whole = await entries();
      const head = await readHubAuditHead(bed.database.kysely);
      const forged = rewritten(whole, 5, (text) => text.replace('operator-put', 'operator-revoked'));
      await rewrite(forged);
      expect(await verify()).toEqual({ whole: false, sequence: 1, problem: 'not-signed' });
      const end = forged.at(-1)!;
      await rewrite(forged, { ...head!, hash: end.hash });
      expect(await verify()).toEqual({ whole: false, sequence: 1, problem: 'not-signed' });
      await rewrite(whole, null);
      expect(await verify()).toEqual({ whole: false, sequence: 1, problem: 'not-signed' });
      const stranger = signHubAudit('head', whole[5]!.hash, generateSigningKey());
      await rewrite(whole.slice(0, 6), { sequence: 6, hash: whole[5]!.hash, signature: stranger });
      expect(await verify()).toEqual({ whole: false, sequence: 1, problem: 'not-signed' });
      // A database put back whole, as it once was, shows beside what was exported since.
      const key = await openHubKey(join(bed.folder, 'hub-key.pem'));
      const before = signHubAudit('head', whole[5]!.hash, key);
      await rewrite(whole.slice(0, 6), { sequence: 6, hash: whole[5]!.hash, signature: before });
      expect(await verify()).toMatchObject({ whole: true, entries: 6 });
      expect(await verify(whole.at(-1)!)).toEqual({ whole: false, sequence: 7, problem: 'cut-off' });
    });

    it('is never vouched for again by what comes after a change (I8)', async () => {
      const whole = await entries();
      const change = async (rows: readonly StoredHubAuditEntry[], head?: HubAuditHead | null) => {
        await rewrite(rows, head);
        await bed.operator();
        await bed.operator();
        return verify();
      };
      const head = await readHubAuditHead(bed.database.kysely);
      const forged = rewritten(whole, 5, (text) => text.replace('operator-put', 'operator-revoked'));
      expect(await change(forged, head)).toEqual({ whole: false, sequence: 1, problem: 'not-signed' });
      expect(await change(forged, { ...head!, hash: forged.at(-1)!.hash })).toEqual({
        whole: false,
        sequence: 1,
        problem: 'not-signed',
      });
      expect(await change(whole.slice(0, 6), head)).toEqual({
        whole: false,
        sequence: 7,
        problem: 'missing',
      });
      expect(await change(whole, null)).toEqual({ whole: false, sequence: 1, problem: 'not-signed' });
      expect(await change(whole, head)).toMatchObject({ whole: true, entries: 10 });
    });

    it('narrows a change down to the entries between two checkpoints (I8)', async () => {
      const key = await openHubKey(join(bed.folder, 'hub-key.pem'));
      const whole = await entries();
      const signed = (rows: readonly StoredHubAuditEntry[], from: readonly StoredHubAuditEntry[]) =>
        rows.map((row, place) =>
          row.sequence % 2 === 0
            ? { ...row, checkpoint: signHubAudit('checkpoint', from[place]!.hash, key) }
            : row,
        );
      await rewrite(signed(whole, whole));
      expect(await verify()).toMatchObject({ whole: true, entries: 8 });
      const forged = rewritten(whole, 5, (text) => text.replace('operator-put', 'operator-revoked'));
      await rewrite(signed(forged, whole));
      expect(await verify()).toEqual({ whole: false, sequence: 5, problem: 'not-signed' });
      // A checkpoint is no head.
      const fourth = signed(whole, whole)[3]!;
      await rewrite(whole.slice(0, 4), { sequence: 4, hash: fourth.hash, signature: fourth.checkpoint! });
      expect(await verify()).toEqual({ whole: false, sequence: 1, problem: 'not-signed' });
    });

    it('keeps its order when several write at once', async () => {
      await Promise.all(Array.from({ length: 8 }, () => bed.operator()));
      expect(await verify()).toMatchObject({ whole: true, entries: 16 });
    });
  });
}

/** The chain as somebody would write it anew from one entry on: every text and link in order, and nobody's signature. */
function rewritten(
  whole: readonly StoredHubAuditEntry[],
  from: number,
  change: (text: string) => string,
): StoredHubAuditEntry[] {
  const rows: StoredHubAuditEntry[] = [];
  for (const row of whole) {
    const before = rows.at(-1);
    const link =
      before === undefined
        ? row.entry
        : row.entry.replace(/"previous":"[^"]+"/, `"previous":"${before.hash}"`);
    const entry = row.sequence === from ? change(link) : link;
    rows.push({ ...row, entry, hash: hubAuditHash(entry) });
  }
  return rows;
}
