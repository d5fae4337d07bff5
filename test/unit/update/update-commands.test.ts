import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDebianPackage, serveFolder } from '../../rigs/update-repository.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Runs `madoguchi update …` as a person would. */
async function update(...words: readonly string[]) {
  const child = spawn(process.execPath, [join(root, 'main', 'cli', 'index.ts'), 'update', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (part) => (output += part));
  child.stderr.on('data', (part) => (output += part));
  const [status] = await once(child, 'close');
  return { status, output };
}

test('IT makes, signs, shares, renews, rotates and withdraws, and a check says what a station would', async () => {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-update-command-'));
  const [repository, keys] = [join(place, 'repository'), join(place, 'keys')];
  const own = ['--repository', repository, '--keys', keys];
  const deb = makeDebianPackage(place, 'madoguchi', '1.2.0');
  const server = await serveFolder(repository);
  const check = (address = server.address) =>
    update('check', '--address', address, '--root', join(repository, 'root.json'));
  try {
    expect(
      await update('init-repository', ...own, '--root-keys', '2', '--root-threshold', '2'),
    ).toMatchObject({
      status: 0,
    });
    expect(await update('init-repository', ...own)).toMatchObject({ status: 1 });
    expect(await update('publish', deb, ...own, '--share', '10', '--channel', 'trial')).toMatchObject({
      status: 0,
    });
    expect(await update('publish', deb, ...own, '--share', '101')).toMatchObject({ status: 1 });
    expect(await update('share', '1.2.0', '50', ...own)).toMatchObject({ status: 0 });
    expect(await update('share', '9.9.9', '50', ...own)).toMatchObject({ status: 1 });
    expect(await update('renew', ...own)).toMatchObject({ status: 0 });
    const fresh = join(place, 'fresh');
    expect(await update('rotate', ...own, '--new-keys', fresh)).toMatchObject({ status: 0 });
    expect(await update('renew', ...own)).toMatchObject({ status: 1 });
    const checked = await check();
    expect(checked.status).toBe(0);
    expect(JSON.parse(checked.output).packages).toMatchObject([
      { version: '1.2.0', share: 50, channels: ['trial'] },
    ]);
    const renewed = ['--repository', repository, '--keys', fresh];
    expect(await update('withdraw', '1.2.0', ...renewed)).toMatchObject({ status: 0 });
    expect(JSON.parse((await check()).output).packages).toEqual([]);
    expect((await check('http://127.0.0.1:1/')).status).toBe(69);
    expect((await check('http://updates.example.ac.jp/')).status).toBe(2);
    chmodSync(join(fresh, 'timestamp.pem'), 0o644);
    expect((await update('renew', ...renewed)).output).toContain('others may read it');
    expect((await update('list', '--repository', repository)).status).toBe(0);
  } finally {
    await server.stop();
    rmSync(place, { recursive: true, force: true });
  }
}, 120_000);
