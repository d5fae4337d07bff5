import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDirectory } from '../../../main/hub/store/directory-claim.ts';

const module = new URL('../../../main/hub/store/directory-claim.ts', import.meta.url).href;

describe.skipIf(process.platform === 'win32')('a claimed directory', () => {
  let parent: string;
  let directory: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'madoguchi-claim-'));
    // Longer than a socket's address may be.
    directory = join(parent, 'd'.repeat(100), 'database');
    mkdirSync(directory, { recursive: true });
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('is one process’s, until it gives it back; nothing is left then', async () => {
    const claim = await claimDirectory(directory);
    await expect(claimDirectory(directory)).rejects.toThrow('another hub');
    await claim.release();
    expect(existsSync(`${directory}.claim`)).toBe(false);
    await (await claimDirectory(directory)).release();
  });

  it('is at most one’s of many who begin together', async () => {
    const claims = await Promise.allSettled(Array.from({ length: 8 }, () => claimDirectory(directory)));
    const held = claims.filter((one) => one.status === 'fulfilled');
    expect(held.length).toBeLessThanOrEqual(1);
    for (const { value } of held) await value.release();
    await (await claimDirectory(directory)).release();
  });

  it('is free again when its process was killed', async () => {
    const script = `const { claimDirectory } = await import(${JSON.stringify(module)});
      await claimDirectory(${JSON.stringify(directory)});
      process.stdout.write('claimed');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(claimDirectory(directory)).rejects.toThrow('another hub');
    child.kill('SIGKILL');
    await once(child, 'close');
    await (await claimDirectory(directory)).release();
  });

  it.skipIf(process.platform !== 'linux')(
    'is nobody’s to claim from another account: names that all accounts share count for nothing',
    async () => {
      const digest = createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 32);
      const squatter = createServer();
      await once(squatter.listen(`\0madoguchi-hub-${digest}`), 'listening');
      try {
        await (await claimDirectory(directory)).release();
      } finally {
        squatter.close();
      }
    },
  );

  it('is refused where others may write to where the claim lies', async () => {
    mkdirSync(`${directory}.claim`);
    chmodSync(`${directory}.claim`, 0o777);
    await expect(claimDirectory(directory)).rejects.toThrow('open to others');
  });
});
