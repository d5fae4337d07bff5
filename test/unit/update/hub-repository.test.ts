import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metadataOver } from '../../../main/agent/update/repository-line.ts';
import { refreshMetadata } from '../../../main/agent/update/trusted-metadata.ts';
import { repositoryOf } from '../../../main/agent/update/update-address.ts';
import { startHub } from '../../../main/hub/hub.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';
import { makeDebianPackage, makeUpdateRepository } from '../../rigs/update-repository.ts';

test('the hub gives out the repository that lies with it, from the middle of a file too, and nothing else', async () => {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-hub-updates-'));
  const repository = await makeUpdateRepository(place);
  await repository.publish([makeDebianPackage(place, 'madoguchi', '1.1.0')]);
  const data = join(place, 'data');
  cpSync(repository.folder, join(data, 'updates'), { recursive: true });
  const hub = await startHub({
    database: { kind: 'embedded', directory: join(data, 'database') },
    keyPath: join(data, 'hub-key.pem'),
    provider: createSimulatedProvider({ path: join(data, 'provider.json') }),
    automatic: false,
  });
  try {
    const address = repositoryOf({ from: 'hub' }, hub.url) ?? '';
    const trusted = await refreshMetadata({
      folder: join(place, 'metadata'),
      pinnedRoot: readFileSync(repository.pinned),
      read: metadataOver(address, AbortSignal.timeout(10_000)),
      now: new Date(),
    });
    if (!trusted.trusted) throw new Error(trusted.detail);
    const [one] = trusted.packages;
    const url = `${address}targets/${one?.sha256}.${one?.path}`;
    const whole = await fetch(url);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect([whole.status, bytes.length]).toEqual([200, one?.length]);
    const tag = whole.headers.get('etag') ?? '';
    const rest = await fetch(url, { headers: { range: 'bytes=1000-', 'if-range': tag } });
    expect(rest.status).toBe(206);
    expect(Buffer.from(await rest.arrayBuffer())).toEqual(bytes.subarray(1000));
    const other = await fetch(url, { headers: { range: 'bytes=1000-', 'if-range': '"other"' } });
    expect(other.status).toBe(200);
    await other.body?.cancel();
    for (const path of ['metadata/..%2f..%2fhub-key.pem', 'metadata/none.json', 'keys/root-1.pem']) {
      expect((await fetch(`${address}${path}`)).status).toBeGreaterThanOrEqual(400);
    }
  } finally {
    await hub.stop();
    rmSync(place, { recursive: true, force: true });
  }
}, 60_000);
