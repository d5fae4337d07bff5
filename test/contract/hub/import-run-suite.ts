import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyHubAudit } from '../../../main/hub/audit/hub-audit.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { many, useImportBed } from './import-bed.ts';

/** How a run goes: on its way, cut off, repeated. What it does to people is the import suite's. */
export function describeImportRuns(database: () => HubDatabase): void {
  describe('run of an import', () => {
    const here = useImportBed(database);
    const { defined, entries, people, run, write } = here;

    it('stops when it is cancelled, with whole batches and nobody removed, and goes on the next time', async () => {
      write(many(30));
      await run();
      write(many(1500, 2));
      const reading = new AbortController();
      const cancelled = await run({
        signal: reading.signal,
        onProgress: ({ phase }) => phase === 'reading' && reading.abort(),
      });
      expect(cancelled).toMatchObject({ state: 'cancelled', added: 0, removed: 0 });
      expect(await people()).toHaveLength(30);
      const applying = new AbortController();
      const stopped = await run({
        signal: applying.signal,
        onProgress: ({ phase }) => phase === 'applying' && applying.abort(),
      });
      expect(stopped).toMatchObject({ state: 'cancelled', removed: 0 });
      expect(await people()).toHaveLength(30 + (stopped?.added ?? 0));
      expect(stopped?.added).toBeGreaterThan(0);
      expect(await run()).toMatchObject({ state: 'done', added: 1471 - (stopped?.added ?? 0), removed: 1 });
      expect(await people()).toHaveLength(1500);
    });

    it('tells how far it is and how long it takes', async () => {
      write(many(2500));
      const told: { phase: string; done: number; total: number | null; remainingSeconds: number | null }[] =
        [];
      await run({ onProgress: (progress) => told.push(progress) });
      expect(told.filter(({ phase }) => phase === 'reading')[0]?.total).toBe(statSync(here.file).size);
      expect(told.filter(({ phase }) => phase === 'applying').map(({ done }) => done)).toEqual([
        500, 1000, 1500, 2000, 2500,
      ]);
      expect(told.at(-1)).toMatchObject({ total: 2500, remainingSeconds: 0 });
    });

    it('is in the audit chain, each batch and the whole, without anybody’s id (I7, I8)', async () => {
      write(many(700));
      const report = await run();
      const about = (await entries()).filter(({ facts }) => facts.import === report?.id);
      expect(about.map(({ kind, facts }) => [kind, facts.people ?? facts.added])).toEqual([
        ['people-imported', 500],
        ['people-imported', 200],
        ['directory-imported', 700],
      ]);
      expect(JSON.stringify(about)).not.toContain('P00001');
      const key = await openHubKey(join(here.bed.folder, 'hub-key.pem'));
      expect(await verifyHubAudit(here.bed.database.kysely, key)).toMatchObject({ whole: true });
    });

    it('comes by the timer when it is due, and once', async () => {
      write(many(12));
      await here.bed.restart({ settings: { imports: [defined({ everyMinutes: 60 })] } });
      const runs = async () =>
        (await here.bed.database.kysely.selectFrom('directory_import').select('state').execute()).length;
      await Promise.all([here.bed.hub.runImports(), here.bed.hub.runImports()]);
      await here.bed.hub.runImports();
      expect(await runs()).toBe(1);
      expect(await people()).toHaveLength(12);
      here.bed.advance(59 * 60_000);
      await here.bed.hub.runImports();
      expect(await runs()).toBe(1);
      here.bed.advance(60_000);
      await here.bed.hub.runImports();
      expect(await runs()).toBe(2);
      expect((await entries()).filter(({ kind }) => kind === 'directory-imported')).toHaveLength(2);
    });

    it('takes up what a hub left that died in the middle', async () => {
      write(many(12));
      const id = '00000000-0000-4000-8000-000000000001';
      const dead = {
        id,
        source: 'students',
        forced: false,
        started_at: here.bed.now(),
        state: 'running' as const,
      };
      await here.bed.database.kysely
        .insertInto('directory_import')
        .values({ ...dead, mode: null, problem: null })
        .execute();
      await here.bed.database.kysely
        .insertInto('import_stage')
        .values({ run: id, id: 'P00001', digest: '', body: null })
        .execute();
      expect(await run()).toMatchObject({ state: 'done', added: 12 });
      const states = await here.bed.database.kysely.selectFrom('directory_import').select('state').execute();
      expect(states.map(({ state }) => state).sort()).toEqual(['abandoned', 'done']);
      expect(await here.bed.database.kysely.selectFrom('import_stage').selectAll().execute()).toEqual([]);
    });
  });
}
