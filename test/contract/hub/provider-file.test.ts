import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';
import { excludedGroup, startGraph } from '../../rigs/graph/graph.ts';
import { graphClientId, graphTenant } from '../../rigs/graph/graph-token-endpoint.ts';
import { makeSecretFolder } from '../../rigs/key-files.ts';

const program = join(import.meta.dirname, '../../../main/hub/index.ts');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});

it('a hub process asks the provider that its settings file names, and tells nothing of its secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-hub-provider-'));
  const secrets = makeSecretFolder();
  const secret = 'Q~a-very-secret-thing';
  const graph = await startGraph({ people: [], secret });
  const settings = {
    tenant: graphTenant,
    clientId: graphClientId,
    credential: { kind: 'secret', secretFile: secrets.write('entra', secret) },
    group: excludedGroup,
    standIn: graph.origin,
  };
  const file = secrets.write('provider.json', JSON.stringify({ kind: 'entra', settings }));
  const { DATABASE_URL: _, ...env } = process.env;
  const words = [program, '--data', folder, '--provider', file];
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const health = await fetch(`${url}/v1/health`);
  expect(await health.json()).toMatchObject({ database: 'up', provider: 'up' });
  expect(graph.requests.some(({ path }) => path === `/v1.0/groups/${excludedGroup}/members`)).toBe(true);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(line + log).not.toContain(secret);
  await graph.stop();
  secrets.remove();
  rmSync(folder, { recursive: true, force: true });
}, 90_000);
