import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { startHub } from '../../../main/hub/hub.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';
import { policyOf } from './hub-documents.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'main', 'cli', 'index.ts');

it('madoguchi policy publish and drift work on the folder of a hub', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-drift-'));
  const { DATABASE_URL: _, ...env } = process.env;
  const policyCommand = (...words: string[]) =>
    new Promise<{ status: unknown; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        [program, 'policy', ...words, '--hub', folder, '--language', 'en'],
        { env },
        (error, out, err) => resolve({ status: error === null ? 0 : error.code, out, err }),
      );
    });
  const drift = () => policyCommand('drift');
  try {
    // Nothing is made where no hub has been.
    expect((await drift()).status).toBe(2);
    const provider = createSimulatedProvider({ path: join(folder, 'simulated-provider.json') });
    const hub = await startHub({
      database: { kind: 'embedded', directory: join(folder, 'database') },
      keyPath: join(folder, 'hub-key.pem'),
      provider,
      automatic: false,
    });
    const key = generateSigningKey();
    await hub.administration.initialise({
      institution: { id: 'example', name: { ja: '例大学', en: 'Example University' } },
      rpId: 'madoguchi.example.ac.jp',
      profile: 'example',
      provider: { kind: 'simulated', simulated: true },
      production: false,
      policyKeys: [exportPublicJwk(key)],
    });
    const room = {
      id: 'lab-1',
      label: { ja: '第1実習室', en: 'Laboratory 1' },
      networks: ['192.0.2.0/24'],
      stations: ['pc-1'],
    };
    const policy = policyOf(new Date(), { rooms: [room] });
    const bundle = join(folder, 'policy.jws');
    await writeFile(bundle, `${signDocument('madoguchi-policy+jws', policy, key)}\n`);
    await provider.setExemptNetworks([
      { name: `madoguchi ${policy.institution} lab-1`, ranges: ['192.0.2.0/25'], trusted: false },
    ]);
    // An embedded database has one owner.
    expect(await policyCommand('publish', bundle)).toMatchObject({
      status: 1,
      err: expect.stringContaining('has to be stopped first'),
    });
    await hub.stop();
    expect(await policyCommand('publish', bundle)).toMatchObject({
      status: 0,
      out: expect.stringContaining(`Published version ${policy.version}`),
    });
    expect(await policyCommand('publish', bundle)).toMatchObject({
      status: 1,
      err: expect.stringContaining('published already'),
    });
    const found = await drift();
    expect(found.status).toBe(1);
    expect(found.out).toContain('192.0.2.128/25 of the room “lab-1” is not at the provider');
    expect(found.out).toContain('is not active or not trusted');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
