import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestBackup, serveBackups, writeBackup } from '../../../main/hub/operation/live-backup.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const copies = () => readdirSync(join(folder, 'backups'));
const bytes = Buffer.alloc(9 * 1024 ** 2, 7);

describe('a copy of an embedded database', () => {
  it('is whole, its owner’s alone, and says how far it is', async () => {
    const told: (number | null)[][] = [];
    const path = await writeBackup(folder, async () => bytes, {
      onProgress: (_, done, total) => told.push([done, total]),
    });
    expect(readFileSync(path ?? '').equals(bytes)).toBe(true);
    expect(statSync(path ?? '').mode & 0o777).toBe(0o600);
    expect(told).toEqual([
      [0, null],
      [4 * 1024 ** 2, bytes.length],
      [8 * 1024 ** 2, bytes.length],
      [bytes.length, bytes.length],
    ]);
  });

  it.each([0, 1, 2])('that nobody wants after part %i leaves nothing', async (part) => {
    let asked = 0;
    const isWanted = () => asked++ < part;
    expect(await writeBackup(folder, async () => bytes, { isWanted })).toBeNull();
    expect(copies()).toEqual([]);
  });

  it('that is cancelled while the hub makes it leaves nothing, and the next is made', async () => {
    let pack: (content: Uint8Array) => void = () => undefined;
    let begun = 0;
    const served = serveBackups(folder, () => {
      begun += 1;
      return new Promise((resolve) => {
        pack = resolve;
      });
    });
    try {
      const cancelling = new AbortController();
      const along = { signal: cancelling.signal, onProgress: () => undefined };
      const first = requestBackup(folder, 'first', 20_000, along);
      await expect.poll(() => begun).toBe(1);
      cancelling.abort();
      expect(await first).toBeNull();
      pack(bytes);
      await expect.poll(() => existsSync(join(folder, 'backup.progress'))).toBe(false);
      expect(copies()).toEqual([]);

      const told: string[] = [];
      const second = requestBackup(folder, 'second', 20_000, {
        signal: new AbortController().signal,
        onProgress: (phase) => told.push(phase),
      });
      await expect.poll(() => begun).toBe(2);
      await expect.poll(() => told).toContain('packing');
      pack(bytes);
      const answer = await second;
      expect(copies()).toEqual([answer?.path?.split('/').at(-1)]);
      expect(readdirSync(folder)).toEqual(['backups']);
    } finally {
      served.stop();
    }
  });
});
