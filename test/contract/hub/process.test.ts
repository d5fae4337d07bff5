import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { startHub } from '../../../main/hub/hub.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';
import { makeCertificateAuthority } from '../../rigs/certificate-authority.ts';

const program = join(import.meta.dirname, '../../../main/hub/index.ts');

describe('hub process and its folder', { timeout: 90_000 }, () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madoguchi-hub-process-'));
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const spawnHub = () => {
    const { DATABASE_URL: _, ...env } = process.env;
    const child = spawn(process.execPath, [program, '--data', folder], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    return { child, lines: createInterface(child.stdout) };
  };
  const launch = async () => {
    const { child, lines } = spawnHub();
    const [line] = (await once(lines, 'line')) as [string];
    return { child, ready: JSON.parse(line) as { ready: boolean; url: string } };
  };
  const options = () => ({
    database: { kind: 'embedded', directory: join(folder, 'database') } as const,
    keyPath: join(folder, 'hub-key.pem'),
    provider: createSimulatedProvider({ path: join(folder, 'simulated-provider.json') }),
    automatic: false,
  });
  const inMemory = { kind: 'embedded', directory: null } as const;
  const settings = {
    institution: { id: 'example', name: { ja: '例大学', en: 'Example University' } },
    rpId: 'madoguchi.example.ac.jp',
    profile: 'example',
    provider: { kind: 'simulated', simulated: true },
    production: false,
    policyKeys: [exportPublicJwk(generateSigningKey())],
  };

  it('says where it listens, alone on its folder, and ends in good order on SIGTERM', async () => {
    const { child, ready } = await launch();
    expect(ready.ready).toBe(true);
    const health = await fetch(`${ready.url}/v1/health`);
    expect(health.status).toBe(503);
    expect(await health.json()).toEqual({
      live: true,
      ready: false,
      database: 'up',
      initialised: false,
      provider: 'up',
      networks: 'not-compared',
    });
    expect((await stat(join(folder, 'hub-key.pem'))).mode & 0o777).toBe(0o600);
    await expect(startHub(options())).rejects.toThrow('another hub has this database open');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('goes on when a renewed certificate is told to it before it listens', async () => {
    const { child, lines } = spawnHub();
    const ended = once(child, 'exit');
    const ready = once(lines, 'line');
    // Its key is made when it begins; the database takes far longer.
    await vi.waitFor(() => stat(join(folder, 'hub-key.pem')), { timeout: 60_000, interval: 5 });
    child.kill('SIGHUP');
    expect(await Promise.race([ready.then(([line]) => JSON.parse(line).ready), ended])).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('keeps what it knew when it is killed, and frees the folder', async () => {
    const hub = await startHub(options());
    expect(await hub.administration.initialise(settings)).toEqual({ ok: true, value: null });
    await hub.stop();
    const { child, ready } = await launch();
    expect((await fetch(`${ready.url}/v1/health`)).status).toBe(200);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = await startHub(options());
    expect((await fetch(`${again.url}/v1/health`)).status).toBe(200);
    await again.stop();
  });

  it('does not start with another key, another provider, or unprotected beyond loopback', async () => {
    const hub = await startHub(options());
    await hub.administration.initialise(settings);
    await hub.stop();
    await expect(startHub({ ...options(), keyPath: join(folder, 'other.pem') })).rejects.toThrow('key');
    const provider = { ...options().provider, kind: 'okta', simulated: false };
    await expect(startHub({ ...options(), provider })).rejects.toThrow('provider');
    await expect(startHub({ ...options(), host: '0.0.0.0' })).rejects.toThrow('certificate');
    const again = await startHub(options());
    await again.stop();
  });

  it('serves TLS with the certificate that it is given', async () => {
    const authority = makeCertificateAuthority(folder);
    const { certificatePath, keyPath } = authority.issue('server', 'IP:127.0.0.1');
    const tls = {
      certificate: await readFile(certificatePath, 'utf8'),
      key: await readFile(keyPath, 'utf8'),
    };
    const hub = await startHub({ ...options(), database: inMemory, tls });
    expect(hub.url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      get(`${hub.url}/v1/health`, { ca: authority.certificatePem }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once('error', reject);
    });
    expect(status).toBe(503);
    await hub.stop();
  });

  it('serves new connections with a renewed certificate', async () => {
    const [before, after] = ['before', 'after'].map((name) => {
      const authority = makeCertificateAuthority(folder);
      return { authority, ...authority.issue(name, 'IP:127.0.0.1') };
    });
    const read = async ({ certificatePath, keyPath }: { certificatePath: string; keyPath: string }) => ({
      certificate: await readFile(certificatePath, 'utf8'),
      key: await readFile(keyPath, 'utf8'),
    });
    const hub = await startHub({ ...options(), database: inMemory, tls: await read(before!) });
    const ask = (ca: string) =>
      new Promise((resolve) => {
        get(`${hub.url}/v1/health/live`, { ca, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).once('error', () => resolve('not trusted'));
      });
    expect(await ask(before!.authority.certificatePem)).toBe(200);
    expect(await ask(after!.authority.certificatePem)).toBe('not trusted');
    hub.renewCertificate(await read(after!));
    expect(await ask(after!.authority.certificatePem)).toBe(200);
    expect(await ask(before!.authority.certificatePem)).toBe('not trusted');
    await hub.stop();
  });

  it('never runs a simulated provider in production', async () => {
    const hub = await startHub({ ...options(), database: inMemory });
    expect(await hub.administration.initialise({ ...settings, production: true })).toEqual({
      ok: false,
      problem: 'production-simulated',
    });
    expect(await hub.administration.initialise(settings)).toMatchObject({ ok: true });
    const other = { ...settings, institution: { ...settings.institution, id: 'other' } };
    expect(await hub.administration.initialise(other)).toEqual({ ok: false, problem: 'other-institution' });
    await hub.stop();
  });
});
