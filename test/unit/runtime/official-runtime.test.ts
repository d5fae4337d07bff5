import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { officialRuntime } from '../../../main/cli/runtime/official-runtime.ts';

/** A package with an install script of the real one's shape, which counts how often it ran. */
let work: string;
let electronPackage: string;
let attemptMark: string;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'official-runtime-'));
  electronPackage = join(work, 'electron');
  attemptMark = join(work, 'cache', 'attempt');
  await mkdir(electronPackage);
  await writeFile(join(electronPackage, 'package.json'), JSON.stringify({ version: '45.0.0' }));
});
afterEach(() => rm(work, { recursive: true }));

const count = `require('fs').appendFileSync(__dirname + '/runs', 'x');`;
const downloads = `${count}
const fs = require('fs');
fs.mkdirSync(__dirname + '/dist');
fs.writeFileSync(__dirname + '/dist/version', 'v45.0.0');
fs.writeFileSync(__dirname + '/dist/electron', '');
fs.writeFileSync(__dirname + '/path.txt', 'electron');`;
const fails = `${count} console.error('no route'); process.exit(1);`;

const script = (text: string) => writeFile(join(electronPackage, 'install.js'), text);
const runs = async () => (await readFile(join(electronPackage, 'runs'), 'utf8')).length;

describe('the official runtime', () => {
  it('is downloaded by the install script of its package, once', async () => {
    await script(downloads);
    const expected = {
      ok: true,
      value: { executable: join(electronPackage, 'dist', 'electron'), version: '45.0.0' },
    };
    expect(await officialRuntime({ electronPackage, attemptMark })).toEqual(expected);
    expect(await officialRuntime({ electronPackage, attemptMark })).toEqual(expected);
    expect(await runs()).toBe(1);
  });

  it('is not asked for again within a day of a failure, and is after it', async () => {
    await script(fails);
    const now = new Date();
    const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
    expect(await officialRuntime({ electronPackage, attemptMark, now })).toMatchObject({
      failure: { code: 'runtime/official-unavailable', detail: 'no route' },
    });
    await officialRuntime({ electronPackage, attemptMark, now: later(23) });
    expect(await runs()).toBe(1);
    await officialRuntime({ electronPackage, attemptMark, now: later(25) });
    expect(await runs()).toBe(2);
  });

  it('is asked for every time where there is nothing else to run', async () => {
    await script(fails);
    await officialRuntime({ electronPackage });
    await officialRuntime({ electronPackage });
    expect(await runs()).toBe(2);
  });

  it('is not the one of another version', async () => {
    await script(downloads);
    await officialRuntime({ electronPackage });
    await writeFile(join(electronPackage, 'package.json'), JSON.stringify({ version: '46.0.0' }));
    await script(fails);
    expect((await officialRuntime({ electronPackage })).ok).toBe(false);
  });

  it('leaves no mark in a cache that others may write to', async () => {
    await script(fails);
    await mkdir(join(work, 'cache'));
    await chmod(join(work, 'cache'), 0o777);
    await officialRuntime({ electronPackage, attemptMark });
    await officialRuntime({ electronPackage, attemptMark });
    expect(await runs()).toBe(2);
  });
});
