import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLastImport } from '../../../main/hub/imports/import-record.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { BadRow } from '../../../main/people-source/people-source.ts';
import { personOf } from './hub-documents.ts';
import { fields, header, many, row, useImportBed } from './import-bed.ts';
import { describeImportRuns } from './import-run-suite.ts';

export function describeImports(database: () => HubDatabase): void {
  describe('import of people', () => {
    const here = useImportBed(database);
    const { defined, people, run, write } = here;

    it('takes everybody once, and nothing more when it is repeated', async () => {
      write(many(1200));
      expect(await run()).toMatchObject({ state: 'done', mode: 'full', rows: 1200, added: 1200, changed: 0 });
      const head = () =>
        here.bed.database.kysely.selectFrom('feed_head').select('position').executeTakeFirstOrThrow();
      const before = await head();
      expect(await run()).toMatchObject({ state: 'done', added: 0, changed: 0, removed: 0 });
      expect(await head()).toEqual(before);
      const [first] = await people();
      expect(first).toMatchObject({
        id: 'P00001',
        disabled: false,
        mail: null,
        import_source: 'students',
        summary: {
          number: 'P00001',
          login: 'sP00001',
          name: '山田 花子',
          kana: 'ヤマダ ハナコ',
          role: 'student',
          affiliation: { ja: '文学部', en: '文学部' },
        },
      });
    });

    it('stores what changed, takes out who is gone, and tells the stations', async () => {
      write(many(50));
      await run();
      const rows = many(50);
      rows[3] = row('P00004', { name: '太郎', mail: 'four@example.ac.jp' });
      rows[4] = row('P00005', { state: '退学' });
      rows.splice(9, 1);
      write(rows);
      expect(await run()).toMatchObject({ state: 'done', added: 0, changed: 2, removed: 1 });
      const all = await people();
      expect(all).toHaveLength(49);
      expect(all.find(({ id }) => id === 'P00004')).toMatchObject({ mail: 'four@example.ac.jp' });
      expect(all.find(({ id }) => id === 'P00005')).toMatchObject({ disabled: true });
      expect((await here.feed()).filter(({ kind }) => kind === 'people').at(-1)).toEqual({
        kind: 'people',
        upsert: [],
        remove: ['P00010'],
      });
    });

    it('refuses a file that lost half its rows, unless it is forced', async () => {
      write(many(100));
      await run();
      write(many(50));
      expect(await run()).toMatchObject({ state: 'refused', problem: 'too-many-removed', removed: 0 });
      expect(await people()).toHaveLength(100);
      expect(await run({ force: true })).toMatchObject({ state: 'done', removed: 50 });
      expect(await people()).toHaveLength(50);
      write([]);
      expect(await run()).toMatchObject({ state: 'refused', problem: 'nobody' });
    });

    it('tells in a dry run what it would do, and does nothing', async () => {
      write(many(30));
      await run();
      write([...many(28), row('P00900')]);
      expect(await run({ dryRun: true })).toMatchObject({
        state: 'rehearsed',
        added: 1,
        changed: 0,
        removed: 2,
      });
      expect(await people()).toHaveLength(30);
      expect(await run()).toMatchObject({ state: 'done', added: 1, removed: 2 });
    });

    it('reports every row that it can’t take, with its line, and keeps whom it is about', async () => {
      write(many(40));
      await run();
      const rows = many(40);
      rows[1] = row('P00002', { role: '宇宙人' });
      rows[2] = row('P00003', { mail: 'no address' });
      rows[5] = row('P00001');
      rows[7] = '';
      rows[8] = `${row('P00009').replace('文学部', '"文学部\r\n二行目"')}`;
      rows[9] = row('P00010', { name: '' }).replace('山田', '');
      const told: BadRow[] = [];
      write(rows);
      const report = await run({ onBadRow: (bad) => told.push(bad) });
      expect(told.map(({ place, code, field, id }) => [place, code, field, id])).toEqual([
        ['line 3', 'unknown-role', 'role', 'P00002'],
        ['line 4', 'invalid', 'mail', 'P00003'],
        ['line 10', 'invalid', 'ja', 'P00009'],
        ['line 12', 'missing', 'name', 'P00010'],
        ['line 7', 'duplicate', 'id', 'P00001'],
      ]);
      expect(report).toMatchObject({ state: 'done', rows: 39, bad: 5, removed: 2 });
      const kept = await readLastImport(here.bed.database.kysely, 'students');
      expect(kept?.badRows).toHaveLength(5);
      expect(JSON.stringify(kept?.badRows)).not.toContain('宇宙人');
      const ids = (await people()).map(({ id }) => id);
      for (const id of ['P00002', 'P00003', 'P00009', 'P00010']) expect(ids).toContain(id);
    });

    it('removes nobody while a row can’t be assigned to anybody', async () => {
      write(many(30));
      await run();
      write([...many(28), '!!,s,山田,花子,,学生,,,']);
      expect(await run()).toMatchObject({ state: 'done', bad: 1, removed: 0, withheld: 2 });
      expect(await people()).toHaveLength(30);
    });

    it('leaves people alone for whom another import answers, and says so', async () => {
      write(many(20));
      await run();
      const other = join(here.folder, 'staff.csv');
      writeFileSync(other, `${header}\n${row('P00001')}\n${row('T1', { role: '職員' })}\n`);
      const definition = defined({ name: 'staff', source: { kind: 'csv', path: other, fields } });
      const told: BadRow[] = [];
      expect(await run({ onBadRow: (bad) => told.push(bad) }, definition)).toMatchObject({
        added: 1,
        bad: 1,
      });
      expect(told).toMatchObject([{ code: 'other-source', id: 'P00001' }]);
      expect((await people()).find(({ id }) => id === 'P00001')?.import_source).toBe('students');
    });

    it('answers for people who were put in by hand, and says its word again after they were changed so', async () => {
      await here.bed.hub.administration.upsertPeople([personOf('P00001')]);
      write(many(20));
      expect(await run()).toMatchObject({ added: 19, changed: 1 });
      await here.bed.hub.administration.upsertPeople([personOf('P00002')]);
      expect(await run()).toMatchObject({ added: 0, changed: 1 });
      expect((await people())[1]?.summary.login).toBe('sP00002');
    });

    it('reads UTF-8 with and without a mark, and code page 932', async () => {
      const text = `${[header, ...many(12)].join('\r\n')}\r\n`;
      writeFileSync(here.file, `\ufeff${text}`);
      expect(await run()).toMatchObject({ state: 'done', added: 12 });
      const codePage = join(here.folder, 'cp932.csv');
      // 髙 and ① are of the Windows code page only.
      writeFileSync(
        codePage,
        Buffer.concat([
          Buffer.from('id,login,name,role\r\nP00001,sP00001,', 'ascii'),
          Buffer.from([0xfb, 0xfc, 0x8b, 0xb4, 0x20, 0x87, 0x40]),
          Buffer.from(',student\r\n', 'ascii'),
        ]),
      );
      const source = {
        kind: 'csv',
        path: codePage,
        encoding: 'shift_jis',
        fields: {
          id: 'id',
          login: 'login',
          name: 'name',
          role: { field: 'role', values: { student: 'student' } },
        },
      };
      expect(await run({ force: true }, defined({ source }))).toMatchObject({
        state: 'done',
        changed: 1,
        removed: 11,
      });
      expect((await people())[0]?.summary.name).toBe('髙橋 ①');
      const wrong = defined({ source: { ...source, encoding: 'utf-8' } });
      const told: BadRow[] = [];
      expect(await run({ onBadRow: (bad) => told.push(bad) }, wrong)).toMatchObject({
        state: 'refused',
        problem: 'too-many-bad',
      });
      expect(told).toMatchObject([{ place: 'line 2', code: 'encoding' }]);
    });

    it('changes nothing where the file is broken: a column missing, a quote never closed, no file', async () => {
      write(many(30));
      await run();
      writeFileSync(here.file, `${header.replace('区分', '種別')}\r\n${many(30).join('\r\n')}`);
      expect(await run()).toMatchObject({ state: 'failed', problem: 'header: 区分' });
      const rows = many(30);
      rows[4] = row('P00005').replace('文学部', '"文学部');
      write(rows);
      expect(await run()).toMatchObject({
        state: 'failed',
        problem: expect.stringMatching(/^unreadable: line /),
      });
      rmSync(here.file);
      expect(await run()).toMatchObject({ state: 'failed', problem: 'unreachable' });
      expect(await people()).toHaveLength(30);
      expect(await here.bed.database.kysely.selectFrom('import_stage').selectAll().execute()).toEqual([]);
    });
  });
  describeImportRuns(database);
}
