import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeExport } from '../../../main/cli/audit/write-export.ts';
import { writeWholeFile } from '../../../main/files/whole-file.ts';

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-whole-'));
  out = join(folder, 'audit.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('an export on the command line', () => {
  it('is a file and its proof', async () => {
    const status = await writeExport(out, new AbortController().signal, async (append) => {
      await append('one\n');
      await append('two\n');
      return 'proof';
    });
    expect(status).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe('one\ntwo\n');
    expect(readFileSync(`${out}.proof`, 'utf8')).toBe('proof\n');
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it.each(['between two parts', 'while it is proven'])(
    'cancelled %s leaves what was there, and nothing else',
    async (moment) => {
      writeFileSync(out, 'older');
      const cancelling = new AbortController();
      const status = await writeExport(out, cancelling.signal, async (append) => {
        await append('one\n');
        cancelling.abort();
        if (moment === 'between two parts') await append('two\n');
        return 'proof';
      });
      expect(status).toBe(130);
      expect(readdirSync(folder)).toEqual(['audit.jsonl']);
      expect(readFileSync(out, 'utf8')).toBe('older');
    },
  );

  it('that fails for another reason says so, and leaves no half', async () => {
    const failing = writeExport(out, new AbortController().signal, async (append) => {
      await append('one\n');
      throw new Error('the store went away');
    });
    await expect(failing).rejects.toThrow('the store went away');
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('a whole file that could not be written leaves the older one', async () => {
  writeFileSync(out, 'older');
  const half = writeWholeFile(out, async (append) => {
    await append('new');
    throw new Error('no room');
  });
  await expect(half).rejects.toThrow('no room');
  expect(readFileSync(out, 'utf8')).toBe('older');
  expect(readdirSync(folder)).toEqual(['audit.jsonl']);
});
