import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compareFiles, nothingCompared, recordedFiles } from '../../../main/agent/posture/recorded-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-recorded-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function recorded(name: string, content: string | Buffer) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { path, digest: createHash('md5').update(content).digest('hex') };
}

it('reads dpkg’s list, names with spaces included', () => {
  const digest = 'd41d8cd98f00b204e9800998ecf8427e';
  expect(
    recordedFiles(`${digest}  opt/Madoguchi/a file\nnot a line\n${digest}  usr/bin/madoguchi\n`),
  ).toEqual([
    { path: '/opt/Madoguchi/a file', digest },
    { path: '/usr/bin/madoguchi', digest },
  ]);
});

it('names what is changed and what is gone', async () => {
  const [same, changed, gone] = [recorded('same', 'a'), recorded('changed', 'b'), recorded('gone', 'c')];
  writeFileSync(changed.path, 'B');
  rmSync(gone.path);
  expect(await compareFiles([same, changed, gone], 10_000)).toEqual({
    changed: [gone.path, changed.path],
    unread: 0,
  });
});

it('finds a changed small file before a large one that there is no time for', async () => {
  const large = recorded('large', Buffer.alloc(64 * 1024 * 1024));
  const small = recorded('small', 'a');
  writeFileSync(small.path, 'A');
  const compared = await compareFiles([large, small], 5);
  expect(compared.unread).toBeGreaterThan(0);
  expect((await compareFiles([large, small], 60_000)).changed).toEqual([small.path]);
});

it('goes on where it ended when it is asked again, and reads again whatever was touched since', async () => {
  const files = Array.from({ length: 6 }, (_, index) =>
    recorded(`part-${index}`, Buffer.alloc(4_000_000, index)),
  );
  const soFar = nothingCompared();
  let looks = 0;
  for (let left = files.length; left > 0; looks += 1) {
    const { unread, changed } = await compareFiles(files, 0, soFar);
    expect(changed).toEqual([]);
    left = unread;
    expect(looks).toBeLessThan(1000);
  }
  expect(await compareFiles(files, 0, soFar)).toEqual({ changed: [], unread: 0 });
  const [first] = files;
  if (first === undefined) throw new Error('no files');
  const { atime, mtime } = statSync(first.path);
  writeFileSync(first.path, Buffer.alloc(4_000_000, 99));
  // A time that can be set says nothing.
  utimesSync(first.path, atime, mtime);
  expect((await compareFiles(files, 60_000, soFar)).changed).toEqual([first.path]);
});
