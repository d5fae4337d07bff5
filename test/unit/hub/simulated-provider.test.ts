import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';

describe('simulated provider', () => {
  let folder: string;
  let path: string;
  const { signal } = new AbortController();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madoguchi-provider-'));
    path = join(folder, 'state.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('says that it is simulated', () => {
    expect(createSimulatedProvider({ path })).toMatchObject({ kind: 'simulated', simulated: true });
  });

  it('is idempotent, keeps its state over a restart, and leaves nothing half written', async () => {
    const provider = createSimulatedProvider({ path });
    const people = Array.from({ length: 20 }, (_, index) => `p${index}`);
    await Promise.all([...people, ...people].map((person) => provider.suspend(person, signal)));
    await provider.resume('p0', signal);
    await provider.resume('p0', signal);
    const again = createSimulatedProvider({ path });
    const list = await again.listSuspended(signal);
    expect(list.ok && [...list.people].sort()).toEqual(people.slice(1).sort());
    expect(await again.history()).toHaveLength(21);
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('is unavailable by its switch, by the file beside it, and when given up', async () => {
    const provider = createSimulatedProvider({ path });
    const unavailable = { ok: false, code: 'provider/unavailable' };
    provider.setOutage(true, 5000);
    expect(await provider.suspend('p', signal)).toEqual({ ...unavailable, retryAfterMs: 5000 });
    provider.setOutage(false);
    await writeFile(`${path}.outage`, '');
    expect(await provider.suspend('p', signal)).toEqual(unavailable);
    expect(await provider.health(signal)).toEqual({ ok: false });
    await rm(`${path}.outage`);
    expect(await provider.suspend('p', AbortSignal.abort())).toEqual(unavailable);
    expect(await provider.status('p', signal)).toEqual({ ok: true, suspended: false });
  });

  it('knows whom it is told to know, and reports propagation', async () => {
    const now = () => new Date('2026-04-06T01:00:00.000Z');
    const provider = createSimulatedProvider({
      path,
      now,
      propagationMs: 60_000,
      knows: (person) => person === 'known',
    });
    expect(await provider.suspend('unknown', signal)).toEqual({
      ok: false,
      code: 'provider/unknown-person',
    });
    expect(await provider.suspend('known', signal)).toEqual({
      ok: true,
      propagatingUntil: '2026-04-06T01:01:00.000Z',
      account: 'simulated:known',
    });
    expect(await provider.resume('known', signal)).toMatchObject({ ok: true, propagatingUntil: null });
  });

  it('takes an unreadable state for a fault, never for an empty one', async () => {
    await writeFile(path, '{"suspended":{}}');
    await expect(createSimulatedProvider({ path }).listSuspended(signal)).rejects.toThrow('state');
  });
});
