import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectStore, openStore } from '../../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../../main/agent/store/migration-list.ts';
import { StoreFailure } from '../../../main/agent/store/store-failure.ts';
import { createStoreFolder, type StoreFolder } from './store-folder.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = createStoreFolder();
});
afterEach(() => folder.remove());

const refusalOf = (reason: string) => ({
  ok: false,
  refusal: { code: 'station/store-unavailable', parameters: { reason } },
});

describe('opening', () => {
  it('sets up durability and safety on the connection that writes', () => {
    const store = folder.open();
    const settings = store.write((database) =>
      ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete', 'temp_store', 'trusted_schema'].map(
        (name) => Object.values(database.get<Record<string, unknown>>(`PRAGMA ${name}`) ?? {})[0],
      ),
    );
    expect(settings).toEqual(['wal', 2, 1, 1, 2, 0]);
    store.close();
  });

  it('refuses a wrong key, and leaves the file as it is', () => {
    folder.open().close();
    const before = readFileSync(folder.path);
    const opened = openStore({ path: folder.path, key: randomBytes(32), migrations });
    expect(opened).toEqual(refusalOf('wrong-key-or-damaged'));
    expect(readFileSync(folder.path).equals(before)).toBe(true);
  });

  it('refuses what is no database, and leaves the file as it is', () => {
    writeFileSync(folder.path, 'a letter, not a database. '.repeat(400));
    const opened = openStore({ path: folder.path, key: folder.key, migrations });
    expect(opened).toEqual(refusalOf('wrong-key-or-damaged'));
    expect(readFileSync(folder.path, 'utf8')).toContain('a letter');
  });

  it('refuses a store that a newer program wrote', () => {
    const store = folder.open();
    store.write((database) => database.run('PRAGMA user_version = 999'));
    store.close();
    const opened = openStore({ path: folder.path, key: folder.key, migrations });
    expect(opened).toEqual(refusalOf('newer-than-program'));
  });

  it('gives files and folder to their owner only', () => {
    const path = join(folder.folder, 'made', 'station.db');
    const opened = openStore({ path, key: folder.key, migrations });
    const mode = (name: string) => statSync(name).mode & 0o777;
    expect(mode(join(folder.folder, 'made'))).toBe(0o700);
    expect(
      readdirSync(join(folder.folder, 'made')).map((name) => mode(join(folder.folder, 'made', name))),
    ).toEqual([0o600, 0o600, 0o600]);
    if (opened.ok) opened.value.close();
  });

  it('refuses a folder in which others may write', () => {
    const open = join(folder.folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    const opened = openStore({ path: join(open, 'station.db'), key: folder.key, migrations });
    expect(opened).toEqual(refusalOf('folder-writable-by-others'));
  });

  it('says that there is nothing to look at', () => {
    expect(inspectStore({ path: folder.path, key: folder.key })).toEqual(refusalOf('missing'));
  });
});

describe('transactions', () => {
  it('keep all or nothing', () => {
    const store = folder.open();
    const put = (key: string) => `INSERT INTO station_state (key, value) VALUES ('${key}', '1')`;
    expect(() =>
      store.write((database) => {
        database.run(put('a'));
        throw new Error('stop');
      }),
    ).toThrow('stop');
    store.write((database) => database.run(put('b')));
    const keys = store.read.all<{ key: string }>(`SELECT key FROM station_state WHERE key IN ('a', 'b')`);
    expect(keys).toEqual([{ key: 'b' }]);
    store.close();
  });

  it('never nest, never wait, and end with the call', async () => {
    const store = folder.open();
    expect(() => store.write(() => store.write(() => 1))).toThrow('never nests');
    expect(() => store.write(async () => 1)).toThrow('never waits');
    const kept = store.write((database) => database);
    expect(() => kept.run('DELETE FROM station_state')).toThrow('outside its transaction');
    store.close();
  });

  it('are not seen by readers before they are durable, and readers cannot write', () => {
    const store = folder.open();
    const count = () =>
      store.read.get<{ n: number }>(`SELECT count(*) AS n FROM station_state WHERE key = 'a'`)?.n;
    store.write((database) => {
      database.run(`INSERT INTO station_state (key, value) VALUES ('a', '1')`);
      expect(count()).toBe(0);
    });
    expect(count()).toBe(1);
    expect(() => store.read.get('DELETE FROM station_state RETURNING key')).toThrow(StoreFailure);
    expect(count()).toBe(1);
    store.close();
  });

  it('refuse a full disk as such, and lose nothing of what was there', () => {
    const store = folder.open();
    store.write((database) => {
      database.run(`INSERT INTO station_state (key, value) VALUES ('before', '1')`);
      database.get('PRAGMA max_page_count = 40');
    });
    let failure: unknown = null;
    try {
      store.write((database) => {
        database.run(`INSERT INTO station_state (key, value) VALUES ('large', ?)`, 'x'.repeat(400_000));
      });
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(StoreFailure);
    expect((failure as StoreFailure).refusal).toEqual({ code: 'station/disk-full' });
    store.write((database) => database.run(`INSERT INTO station_state (key, value) VALUES ('after', '1')`));
    const keys = store.read.all<{ key: string }>(
      `SELECT key FROM station_state WHERE key IN ('before', 'after', 'large')`,
    );
    expect(keys.map(({ key }) => key)).toEqual(['after', 'before']);
    store.close();
  });
});

it('I7: what is stored is in no file in the clear, neither before nor after the log is folded in', () => {
  const store = folder.open();
  const marks = ['山田 太郎 の電話', 'plain-text-marker-4711'];
  store.write((database) => {
    for (const mark of marks)
      database.run('INSERT INTO station_state (key, value) VALUES (?, ?)', mark, mark.repeat(50));
  });
  const scan = () => {
    const bytes = Buffer.concat(
      readdirSync(folder.folder).map((name) => readFileSync(join(folder.folder, name))),
    );
    return [...marks, 'CREATE TABLE', 'SQLite format 3', 'station_state'].filter((text) =>
      bytes.includes(text),
    );
  };
  expect(scan()).toEqual([]);
  store.close();
  expect(scan()).toEqual([]);
});
