import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageSize } from '../../../main/agent/store/store-format.ts';
import { scanStore } from '../../../main/agent/store/store-scan.ts';
import { createStoreFolder, type StoreFolder } from './store-folder.ts';

/** A store with tables, indexes, overflow pages and free pages; its log holds the newest pages and left-overs. */
let folder: StoreFolder;
let file: Buffer;
let log: Buffer;

beforeAll(() => {
  folder = createStoreFolder();
  const store = folder.open();
  const fill = (name: string, rows: number, size: number) =>
    store.write((database) => {
      for (let row = 0; row < rows; row += 1) {
        database.run('INSERT INTO station_state VALUES (?, ?)', `${name}-${row}`, 'x'.repeat(size));
      }
    });
  fill('kept', 60, 3000);
  fill('freed', 60, 9000);
  store.write((database) => database.run(`DELETE FROM station_state WHERE key LIKE 'freed%'`));
  store.close();
  const again = folder.open();
  // The long write is folded in at once, so that the next one starts another round over its left-overs.
  again.write((database) => database.get('PRAGMA wal_autocheckpoint = 5'));
  again.write((database) => database.run(`INSERT INTO station_state VALUES ('long', ?)`, 'y'.repeat(60_000)));
  again.write((database) => database.run(`INSERT INTO station_state VALUES ('short', '1')`));
  copyFileSync(folder.path, `${folder.path}.copy`);
  copyFileSync(`${folder.path}-wal`, `${folder.path}.copy-wal`);
  again.close();
  file = readFileSync(`${folder.path}.copy`);
  log = readFileSync(`${folder.path}.copy-wal`);
});
afterAll(() => folder.remove());

/** Scans a copy of the store with one byte changed in the file or in its log. */
async function scanWith(change: { readonly inLog: boolean; readonly offset: number; readonly by: number }) {
  const copy = `${folder.path}.copy`;
  const [path, bytes] = change.inLog ? [`${copy}-wal`, log] : [copy, file];
  const changed = Buffer.from(bytes);
  changed[change.offset] = (changed[change.offset] ?? 0) ^ change.by;
  writeFileSync(path, changed);
  try {
    return (await scanStore(copy, folder.key, 1)).damages;
  } finally {
    writeFileSync(path, bytes);
  }
}

it('finds nothing in a store that is whole, with free pages and a log', async () => {
  const scan = await scanStore(`${folder.path}.copy`, folder.key);
  expect(scan).toEqual({
    pages: statSync(`${folder.path}.copy`).size / pageSize,
    damages: [],
    nothingAuthentic: false,
  });
  expect(liveFrames()).toBeGreaterThan(0);
  expect(liveFrames() * (24 + pageSize)).toBeLessThan(log.length - 32);
});

it('I8: finds one changed bit anywhere in the file, free pages included, and names its page', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: file.length - 1 }),
      fc.integer({ min: 0, max: 7 }),
      async (offset, bit) => {
        const damages = await scanWith({ inLog: false, offset, by: 1 << bit });
        expect(damages).toEqual([{ part: 'page', number: Math.floor(offset / pageSize) + 1 }]);
      },
    ),
    { numRuns: 40 },
  );
});

it.each(Array.from({ length: 24 }, (_, offset) => offset))(
  'finds a change of plain byte %i of the file',
  async (offset) => {
    expect(await scanWith({ inLog: false, offset, by: 1 })).toEqual([{ part: 'page', number: 1 }]);
  },
);

/** Frames of the newest round: those whose salts are the log's. */
function liveFrames(): number {
  const frameLength = 24 + pageSize;
  let frames = 0;
  while (
    32 + (frames + 1) * frameLength <= log.length &&
    log.subarray(32 + frames * frameLength + 8, 32 + frames * frameLength + 16).equals(log.subarray(16, 24))
  ) {
    frames += 1;
  }
  return frames;
}

it('I8: finds one changed bit anywhere in the log, and names its frame', async () => {
  const end = 32 + liveFrames() * (24 + pageSize);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 32, max: end - 1 }),
      fc.integer({ min: 0, max: 7 }),
      async (offset, bit) => {
        const number = Math.floor((offset - 32) / (24 + pageSize)) + 1;
        expect(await scanWith({ inLog: true, offset, by: 1 << bit })).toEqual([
          { part: 'log-frame', number },
        ]);
      },
    ),
    { numRuns: 25 },
  );
});

it('finds a change of every byte in the head of the last frame, and in the head of the log', async () => {
  const last = liveFrames();
  for (let byte = 0; byte < 24; byte += 1) {
    const offset = 32 + (last - 1) * (24 + pageSize) + byte;
    expect(await scanWith({ inLog: true, offset, by: 0x10 })).toEqual([{ part: 'log-frame', number: last }]);
  }
  for (let offset = 0; offset < 32; offset += 4) {
    expect(await scanWith({ inLog: true, offset, by: 0x10 })).toEqual([{ part: 'log-header' }]);
  }
}, 60_000);

it('tells a file that was cut within a page, and a key that is not its own', async () => {
  const cut = `${folder.path}.cut`;
  writeFileSync(cut, file.subarray(0, file.length - 100));
  expect((await scanStore(cut, folder.key, 1)).damages).toEqual([{ part: 'length' }]);
  writeFileSync(cut, file);
  expect((await scanStore(cut, new Uint8Array(32), 1)).nothingAuthentic).toBe(true);
});
