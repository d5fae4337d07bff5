import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Demonstration, startDemonstration } from '../../main/cli/demonstration/demonstration.ts';
import { type AgentConnection, createAgentConnection } from '../../main/electron/agent-connection.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import type { Result } from '../../preload/contract/errors.ts';
import type { LabSession, WipeStatus } from '../../preload/contract/models/lab.ts';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const patience = { timeout: 90_000, interval: 600 };
const text = { ja: '17時に閉室します。', en: 'We close at 17:00.' };

/** The built command, a built hub and a built agent, and what a face would ask over the agent's socket. */
describe('madoguchi lab …', { timeout: 240_000 }, () => {
  let ground: string;
  let flag: string;
  let demonstration: Demonstration;
  let agent: AgentConnection;
  beforeAll(async () => {
    ground = mkdtempSync(join(tmpdir(), 'lab-commands-'));
    flag = join(ground, 'not-clean');
    const policy = demonstrationPolicy(new Date());
    const check = {
      id: 'check',
      when: 'end' as const,
      path: '/bin/sh',
      arguments: ['-c', 'test ! -e "$0"', flag],
      timeoutSeconds: 5,
      whenFails: 'lock' as const,
    };
    demonstration = await startDemonstration({
      dist,
      folder: null,
      faceGroup: null,
      log: () => undefined,
      stations: ['lab'],
      policy: { ...policy, lab: { tiles: [], hooks: [check], wipedFolders: [] } },
    });
    const states = new EventTarget();
    agent = createAgentConnection({
      runtimeFolder: demonstration.stations.lab.runtimeFolder,
      account: Promise.resolve(null),
      onEvent: () => undefined,
      onState: (state) => states.dispatchEvent(new Event(state)),
    });
    if (agent.state() !== 'connected') await once(states, 'connected');
    await vi.waitFor(async () => expect(await exempt()).toBe(true), patience);
  });
  afterAll(async () => {
    agent?.close();
    await demonstration?.stop();
    if (ground !== undefined) rmSync(ground, { recursive: true, force: true });
  });

  async function ask<T>(name: string, input: unknown = {}): Promise<T> {
    const answer = (await agent.call(name, input)) as Result<T>;
    if (!answer.ok) throw new Error(`${name}: ${answer.refusal.code}`);
    return answer.value;
  }
  const exempt = async () => (await ask<{ exempt: boolean }>('lab.exemption')).exempt;
  const session = () => ask<LabSession | null>('lab.session');
  const wipe = async () => (await ask<WipeStatus>('lab.wipe')).state;
  const signIn = () => ask('lab.signIn', { login: 's20240001', password: 'demo-sakura' });

  function command(...words: string[]): Promise<{ status: unknown; out: string; err: string }> {
    const { DATABASE_URL: _, ...env } = process.env;
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(dist, 'node', 'cli.mjs'), 'lab', ...words],
        { env },
        (error, out, err) => resolve({ status: error === null ? 0 : error.code, out, err }),
      );
    });
  }
  const atHub = (...words: string[]) =>
    command(...words, '--data', join(demonstration.folder, 'institution'));
  const says = ['--ja', text.ja, '--en', text.en] as const;

  /** An embedded database belongs to one process at a time. */
  async function whileHubRests<T>(work: () => Promise<T>): Promise<T> {
    await demonstration.hub.process().stop();
    try {
      return await work();
    } finally {
      await demonstration.hub.start();
    }
  }

  it('message: is refused while an embedded hub runs, for no place, and for one that nobody knows', async () => {
    expect(await atHub('message', '--station', 'lab-101-01', ...says)).toMatchObject({ status: 69 });
    await whileHubRests(async () => {
      expect(await atHub('message', ...says)).toMatchObject({ status: 2 });
      expect(await atHub('message', '--station', 'a', '--room', 'b', ...says)).toMatchObject({ status: 2 });
      expect(await atHub('message', '--station', 'counter-01', ...says)).toMatchObject({ status: 1 });
      expect(await atHub('sign-out', '--room', 'nowhere')).toMatchObject({ status: 1 });
    });
  });

  it('message: is shown to who is signed in; sign-out: ends their session, and a later one goes on', async () => {
    await signIn();
    await whileHubRests(async () => {
      const said = await atHub('message', '--station', 'lab-101-01', ...says);
      expect([said.status, JSON.parse(said.out)]).toEqual([0, { stations: 1 }]);
    });
    await expect.poll(async () => (await session())?.message?.text, patience).toEqual(text);

    await whileHubRests(async () => {
      const said = await atHub('sign-out', '--room', 'lab-101');
      expect([said.status, JSON.parse(said.out)]).toEqual([0, { stations: 1 }]);
    });
    await expect.poll(session, patience).toBeNull();
    await expect.poll(wipe, patience).toBe('clean');
    await signIn();
    const later = await session();
    expect(later?.message).toBeNull();
    await ask('lab.signOut');
    await expect.poll(wipe, patience).toBe('clean');
  });

  it('wipe-again: says whether it helped, and lets people in only once nothing is left', async () => {
    const { stateFolder } = demonstration.stations.lab;
    const again = () => command('wipe-again', '--state', stateFolder);
    expect(await again()).toMatchObject({ status: 0, out: 'Nothing is left to wipe here.\n' });
    expect(await command('wipe-again', '--state', ground)).toMatchObject({ status: 69 });

    writeFileSync(flag, '');
    await signIn();
    await ask('lab.signOut');
    await expect.poll(wipe, patience).toBe('failed');
    const inVain = await again();
    expect(inVain).toMatchObject({ status: 1 });
    expect(inVain.out).toContain('"reason":"hook"');
    await expect(signIn()).rejects.toThrow('session/wipe-failed');

    rmSync(flag);
    expect(await again()).toMatchObject({ status: 0 });
    await expect.poll(wipe, patience).toBe('clean');
    await signIn();
    await ask('lab.signOut');
  });
});
