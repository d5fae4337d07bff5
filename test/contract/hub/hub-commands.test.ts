import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { startHub } from '../../../main/hub/hub.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'main', 'cli', 'index.ts');

it('madoguchi hub status, sweep, audit, reviews, erase, backup and restore work on the folder of a hub', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-hub-commands-'));
  const { DATABASE_URL: _, ...env } = process.env;
  const hubCommand = (...words: string[]) =>
    new Promise<{ status: unknown; out: string; err: string }>((resolve) => {
      const all = [program, 'hub', ...words, '--data', folder];
      execFile(process.execPath, all, { env }, (error, out, err) =>
        resolve({ status: error === null ? 0 : error.code, out, err }),
      );
    });
  /** Ctrl-C as soon as it says what it does. */
  const cancelled = async (...words: string[]) => {
    const child = spawn(process.execPath, [program, 'hub', ...words, '--data', folder], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.once('data', () => child.kill('SIGINT'));
    const [status] = (await once(child, 'exit')) as [number | null];
    return { status };
  };
  try {
    expect(await hubCommand('status')).toMatchObject({ status: 2 });
    const hub = await startHub({
      database: { kind: 'embedded', directory: join(folder, 'database') },
      keyPath: join(folder, 'hub-key.pem'),
      provider: createSimulatedProvider({ path: join(folder, 'simulated-provider.json') }),
      automatic: false,
    });
    await hub.administration.initialise({
      institution: { id: 'example', name: { ja: '例大学', en: 'Example University' } },
      rpId: 'madoguchi.example.ac.jp',
      profile: 'example',
      provider: { kind: 'simulated', simulated: true },
      production: false,
      policyKeys: [exportPublicJwk(generateSigningKey())],
    });
    await hub.stop();

    const status = await hubCommand('status', '--json');
    expect(status.status).toBe(1);
    expect(JSON.parse(status.out)).toMatchObject({ attention: ['no-policy'], provider: 'up' });
    const exported = await hubCommand('audit', 'export');
    expect(JSON.parse(exported.out)).toMatchObject({ sequence: 1, entry: { kind: 'initialised' } });
    await writeFile(join(folder, 'exported.jsonl'), exported.out);
    expect(await hubCommand('audit', 'verify', '--exported', join(folder, 'exported.jsonl'))).toMatchObject({
      status: 0,
    });
    const rehearsed = await hubCommand('sweep', '--dry-run');
    expect(rehearsed.status).toBe(0);
    const nobody = { outcome: 'rehearsed', unexplained: 0, missing: 0, strangers: 0 };
    expect(JSON.parse(rehearsed.out)).toEqual(nobody);
    expect(await hubCommand('sweep', '--most', '0')).toMatchObject({ status: 2, out: '' });
    // The simulated provider is out of reach while this file is there.
    await writeFile(join(folder, 'simulated-provider.json.outage'), '');
    const away = await hubCommand('sweep');
    expect(away).toMatchObject({ status: 1 });
    expect(JSON.parse(away.out)).toEqual({ outcome: 'failed', code: 'provider/unavailable' });
    const shown = JSON.parse((await hubCommand('status', '--json')).out);
    expect(shown).toMatchObject({
      provider: 'down',
      attention: ['provider-down', 'sweep-failed', 'no-policy'],
    });
    await rm(join(folder, 'simulated-provider.json.outage'));
    expect(await hubCommand('reviews', 'list')).toMatchObject({ status: 0, out: '' });
    expect(await hubCommand('reviews', 'approve', crypto.randomUUID(), '--by', 'nobody')).toMatchObject({
      status: 1,
    });
    expect(await hubCommand('erase', '--person', 'p-nobody')).toMatchObject({ status: 0 });

    const child = spawn(process.execPath, [program, 'hub', '--data', folder], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let path: string;
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      expect(JSON.parse(line)).toMatchObject({ ready: true, metrics: null });
      expect(await hubCommand('status')).toMatchObject({ status: 69 });
      const live = await hubCommand('backup');
      expect(live).toMatchObject({ status: 0 });
      expect(live.err).toMatch(/^packing\n/);
      ({ path } = JSON.parse(live.out) as { path: string });
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    expect(await hubCommand('backup')).toMatchObject({ status: 0 });
    const copies = await readdir(join(folder, 'backups'));
    expect(copies).toHaveLength(2);
    expect(await cancelled('backup')).toMatchObject({ status: 130 });
    expect(await readdir(join(folder, 'backups'))).toEqual(copies);
    expect(await hubCommand('restore', '--from', path)).toMatchObject({ status: 1 });
    await rm(join(folder, 'database'), { recursive: true });
    // What is no copy leaves nothing in its place, nor what an interrupted restore left.
    await mkdir(join(folder, 'database.restoring'));
    await writeFile(join(folder, 'torn.tar.gz'), (await readFile(path)).subarray(0, 100_000));
    expect(await hubCommand('restore', '--from', join(folder, 'torn.tar.gz'))).toMatchObject({ status: 1 });
    expect((await readdir(folder)).filter((name) => name.startsWith('database'))).toEqual([]);
    expect(await cancelled('restore', '--from', path)).toMatchObject({ status: 130 });
    expect((await readdir(folder)).filter((name) => name.startsWith('database'))).toEqual([]);
    const restored = await hubCommand('restore', '--from', path);
    expect(restored).toMatchObject({ status: 0 });
    expect(restored.err).toContain('unpacking\n');
    const kinds = (await hubCommand('audit', 'export')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).entry.kind);
    expect(kinds).toEqual(['initialised', 'person-erased', 'feed-renewed']);
    expect(await hubCommand('audit', 'verify')).toMatchObject({ status: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 600_000);
