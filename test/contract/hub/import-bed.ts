import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { FeedItem } from '../../../main/exchange/hub-interface.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import {
  type ImportDefinition,
  importDefinition,
  openPeopleSource,
} from '../../../main/hub/imports/import-settings.ts';
import { type ImportWish, runImport } from '../../../main/hub/imports/run-import.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';

export const header = '学籍番号,ログイン,姓,名,カナ,区分,所属,メール,状態';
export const fields = {
  id: '学籍番号',
  login: 'ログイン',
  name: ['姓', '名'],
  kana: 'カナ',
  role: { field: '区分', values: { 学生: 'student', 職員: 'staff' } },
  affiliation: { ja: '所属' },
  mail: 'メール',
  disabled: { field: '状態', values: ['退学'] },
};

/** A row of the students' file. */
export function row(
  id: string,
  more: Partial<Record<'name' | 'role' | 'mail' | 'state', string>> = {},
): string {
  return `${id},s${id},山田,${more.name ?? '花子'},ヤマダ ハナコ,${more.role ?? '学生'},文学部,${more.mail ?? ''},${more.state ?? ''}`;
}

/** Rows of so many students, numbered on. */
export function many(count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, index) => row(`P${String(from + index).padStart(5, '0')}`));
}

/** For each test of the block that it is called in: a hub with a counter, and a file of students to import. */
export function useImportBed(database: () => HubDatabase) {
  let bed: HubBed;
  let folder: string;
  let station: TestStation;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'madoguchi-import-'));
    bed = await createHubBed(database());
    station = await bed.enrol('counter');
  });
  afterEach(async () => {
    await bed.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = () => join(folder, 'students.csv');
  const defined = (change: object = {}): ImportDefinition =>
    importDefinition.parse({
      name: 'students',
      source: { kind: 'csv', path: file(), fields },
      ...change,
    });
  return {
    get bed() {
      return bed;
    },
    get folder() {
      return folder;
    },
    get file() {
      return file();
    },
    write: (rows: readonly string[]) => writeFileSync(file(), `${[header, ...rows].join('\r\n')}\r\n`),
    defined,
    async run(wish: Partial<ImportWish> = {}, definition = defined()) {
      const key = await openHubKey(join(bed.folder, 'hub-key.pem'));
      const actor = { type: 'administration', id: null } as const;
      const context = { database: bed.database, key, now: bed.now, actor };
      return runImport(context, definition, await openPeopleSource(definition), {
        signal: new AbortController().signal,
        ...wish,
      });
    },
    people: () => bed.database.kysely.selectFrom('person').selectAll().orderBy('id').execute(),
    /** Everything that the counter's feed holds. */
    async feed(): Promise<FeedItem[]> {
      const items: FeedItem[] = [];
      for (let cursor = 0, more = true; more; ) {
        const page = await bed.feed(station, cursor);
        items.push(...page.items);
        ({ cursor, more } = page);
      }
      return items;
    },
    async entries() {
      const rows = await bed.database.kysely
        .selectFrom('hub_audit')
        .select('entry')
        .orderBy('sequence')
        .execute();
      return rows.map(({ entry }) => JSON.parse(entry) as { kind: string; facts: Record<string, unknown> });
    },
  };
}
