import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../main/agent/store/open-store.ts';
import { type Demonstration, startDemonstration } from '../../main/cli/demonstration/demonstration.ts';
import { createAgentConnection } from '../../main/electron/agent-connection.ts';
import type { Result } from '../../preload/contract/errors.ts';

const login = 'kanarienvogel-im-falschen-feld';
const password = 'Papageno-4711-typed-and-failed';

let demonstration: Demonstration;
let folder: string;
const log: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-typed-'));
  demonstration = await startDemonstration({
    dist: join(import.meta.dirname, '..', '..', 'dist'),
    folder,
    faceGroup: null,
    log: (line) => log.push(line),
    stations: ['lab'],
  });
});
afterAll(async () => {
  await demonstration?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function filesIn(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const file = join(path, name);
    const about = statSync(file, { throwIfNoEntry: false });
    if (about === undefined) return [];
    return about.isDirectory() ? filesIn(file) : about.isFile() ? [file] : [];
  });
}

it('leaves nothing of what was typed in either field when it failed: no log, audit, store or hub file (I7)', async () => {
  const { lab } = demonstration.stations;
  let connected: () => void = () => undefined;
  const online = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const agent = createAgentConnection({
    runtimeFolder: lab.runtimeFolder,
    account: Promise.resolve(null),
    onEvent: () => undefined,
    onState: (state) => {
      if (state === 'connected') connected();
    },
  });
  await online;
  const decided = async () => {
    const decision = (await agent.call('lab.exemption', {})) as Result<{ exempt: boolean }>;
    return decision.ok && decision.value.exempt;
  };
  await expect.poll(decided, { timeout: 20_000 }).toBe(true);
  const outcomes: unknown[] = [];
  // As typed, swapped, and both in one field: what a hurried person does.
  for (const [first, second] of [
    [login, password],
    [password, login],
    [`${login}${password}`, password],
    [login, `${password} `],
    [login, password],
  ]) {
    const answer = (await agent.call('lab.signIn', { login: first, password: second })) as Result<{
      outcome: string;
    }>;
    outcomes.push(answer.ok ? answer.value.outcome : answer.refusal.code);
  }
  expect(outcomes).toEqual(Array(5).fill('wrong'));
  agent.close();
  await lab.process().stop();

  const store = openStore(lab.stateFolder);
  let dump: string;
  try {
    const tables = store.read.all<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`);
    dump = JSON.stringify(tables.map(({ name }) => store.read.all(`SELECT * FROM "${name}"`)));
  } finally {
    store.close();
  }
  expect(dump).toContain('lab-sign-in-failed');
  const hubFiles = filesIn(folder).map((file) => readFileSync(file, 'latin1'));
  expect(hubFiles.length).toBeGreaterThan(10);
  for (const canary of [
    login,
    password,
    login.toUpperCase(),
    Buffer.from(login).toString('base64').slice(0, -4),
  ]) {
    expect(dump.includes(canary)).toBe(false);
    expect(log.some((line) => line.includes(canary))).toBe(false);
    expect(hubFiles.some((bytes) => bytes.includes(canary))).toBe(false);
  }
});
