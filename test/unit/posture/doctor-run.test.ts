import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuditTrail } from '../../../main/agent/audit/audit-trail.ts';
import { createTrustedClock } from '../../../main/agent/clock/trusted-clock.ts';
import { readStationIdentity, writeEnrolment } from '../../../main/agent/enrolment/station-identity.ts';
import { startFaceServer } from '../../../main/agent/face-server.ts';
import { beginRun, readMachineMark } from '../../../main/agent/posture/agent-run.ts';
import { runDoctor } from '../../../main/agent/posture/doctor.ts';
import { writeHubWord } from '../../../main/agent/posture/hub-word.ts';
import { type AgentSettings, agentSettings } from '../../../main/agent/settings.ts';
import { openStore, storePaths } from '../../../main/agent/store/open-store.ts';
import { applyFixes } from '../../../main/cli/doctor/doctor-fixes.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { exportPrivatePem, exportPublicJwk } from '../../../main/exchange/signing-key.ts';
import { refuse } from '../../../preload/contract/errors.ts';
import { enrolmentOf, hubKey, stationKey } from '../staff/counter-station.ts';

let folder: string;
let settings: AgentSettings;
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  settings = agentSettings.parse({
    stateFolder: join(folder, 'state'),
    runtimeFolder: join(folder, 'run'),
    faceGroup: null,
    // A discarded port of the loopback: nobody answers there.
    hub: { url: 'https://127.0.0.1:9' },
    directory: { kind: 'entra', settings: {} },
    softwareKeys: null,
  });
  install();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** A production station's state as an agent leaves it, without a policy. */
function install() {
  const store = openStore(settings.stateFolder);
  const document = { ...enrolmentOf(stationKey), production: true };
  store.write((database) =>
    writeEnrolment(database, {
      document: signDocument('madoguchi-enrolment+jws', document, hubKey),
      hubKey: exportPublicJwk(hubKey),
      privateKeyPem: exportPrivatePem(stationKey),
      hubUrl: 'https://127.0.0.1:9',
    }),
  );
  const identity = readStationIdentity(store);
  const clock = createTrustedClock({ store, maximumAgeHours: () => null });
  const audit = createAuditTrail({ store, clock, identity });
  store.write((database) => {
    for (let count = 0; count < 5; count += 1) {
      audit.append(database, {
        kind: 'agent-started',
        actor: { type: 'station', id: 'counter-1' },
        subject: null,
        facts: { count },
        detail: null,
      });
    }
    writeHubWord(database, { word: 'as-known', rollbacks: 0 });
  });
  store.close();
}

async function look(changes: Partial<AgentSettings> = {}, chainMs = 500) {
  const report = await runDoctor({
    settings: { ...settings, ...changes },
    sources: { kept: [], problems: [] },
    program: { version: '0.1.0', root: folder, packed: false, face: null, electron: null },
    inAgent: false,
    chainMs,
    lookMs: 900,
  });
  return { report, of: (id: string) => report.checks.find((check) => check.id === id) };
}

describe('doctor', () => {
  it('looks at a production station within two seconds, offline, and says each thing once', async () => {
    const startedMs = performance.now();
    const { report, of } = await look();
    expect(performance.now() - startedMs).toBeLessThan(2000);
    expect(new Set(report.checks.map(({ id }) => id)).size).toBe(report.checks.length);
    expect(report.checks).toHaveLength(28);
    expect(report.worst).toBe('fail');
    expect(of('package')).toMatchObject({ state: 'fail', reason: 'checkout-in-production' });
    expect(of('enrolment')).toMatchObject({ state: 'pass', reason: 'enrolled' });
    expect(of('store')).toMatchObject({ state: 'pass' });
    expect(of('key-protection')).toMatchObject({ state: 'warn', reason: 'key-file' });
    expect(of('audit-chain')).toMatchObject({ state: 'pass', facts: { entries: 5 } });
    expect(of('policy')).toMatchObject({ state: 'fail', reason: 'policy-missing' });
    expect(of('clock')).toMatchObject({ state: 'fail', reason: 'never-confirmed' });
    expect(of('hub')).toMatchObject({ state: 'warn', reason: 'unreachable' });
    expect(of('directory')).toMatchObject({ state: 'warn', reason: 'entra-limits' });
    expect(of('state-history')).toMatchObject({ state: 'pass', reason: 'as-known' });
    expect(of('agent-service')).toMatchObject({ state: 'fail', reason: 'nobody-listens' });
  });

  it('finds wrong modes, and mends them by taking rights away', async () => {
    const { storePath } = storePaths(settings.stateFolder);
    chmodSync(settings.stateFolder, 0o755);
    chmodSync(storePath, 0o644);
    expect((await look()).of('state-folder')).toMatchObject({ state: 'fail', reason: 'too-wide' });
    const fixes = applyFixes(settings, { counter: false, groups: '' });
    // SQLite's own files beside the store took its mode over, and are mended with it.
    expect(fixes.length).toBeGreaterThanOrEqual(2);
    expect(fixes.every(({ name, fixed }) => name === 'state-modes' && fixed)).toBe(true);
    expect([statSync(settings.stateFolder).mode & 0o777, statSync(storePath).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
    expect((await look()).of('state-folder')).toMatchObject({ state: 'pass' });
    expect(applyFixes(settings, { counter: false, groups: '' })).toEqual([]);
  });

  it('says that others could read the key, and opens nothing with it', async () => {
    const { keyPath } = storePaths(settings.stateFolder);
    chmodSync(keyPath, 0o604);
    const { of } = await look();
    expect(of('key-protection')).toMatchObject({ state: 'fail', reason: 'open-to-others' });
    expect(of('audit-chain')).toMatchObject({ state: 'unknown', reason: 'store-shut' });
  });

  it('says of a store that was damaged, and of one that is gone, what it is', async () => {
    const { storePath } = storePaths(settings.stateFolder);
    writeFileSync(storePath, Buffer.alloc(8192, 7));
    expect((await look()).of('store')).toMatchObject({ state: 'fail', reason: 'does-not-open' });
    rmSync(storePath);
    expect((await look()).of('store')).toMatchObject({ state: 'fail', reason: 'not-there' });
    // Looking makes nothing.
    expect(existsSync(storePath)).toBe(false);
  });

  it('says that the state was lost when the computer was switched on, where a token says that it had one', async () => {
    rmSync(settings.stateFolder, { recursive: true });
    const store = openStore(settings.stateFolder);
    const identity = readStationIdentity(store);
    const clock = createTrustedClock({ store, maximumAgeHours: () => null });
    const facts = { node: process.version };
    const actor = { type: 'station' as const, id: null };
    store.write((database) =>
      createAuditTrail({ store, clock, identity }).append(database, {
        ...{ kind: 'agent-started', actor, subject: null, facts, detail: null },
      }),
    );
    store.close();
    const hub = { url: 'https://127.0.0.1:9', enrolmentToken: 'mdg1.used' };
    expect((await look({ hub })).of('enrolment')).toMatchObject({ state: 'fail', reason: 'lost-at-boot' });
    expect((await look()).of('enrolment')).toMatchObject({ state: 'fail', reason: 'none' });
  });

  it('stops reading the audit trail when its time is up, and says how far it came', async () => {
    expect((await look({}, -1)).of('audit-chain')).toMatchObject({ state: 'unknown', reason: 'unfinished' });
  });

  it('shakes hands with the agent that runs, and finds its socket as it should be', async () => {
    const server = await startFaceServer({
      runtimeFolder: settings.runtimeFolder,
      faceGroup: null,
      rpId: () => null,
      kiosk: () => false,
      connect: () => async () => refuse('call/failed'),
    });
    try {
      const { of } = await look();
      expect(of('agent-service')).toMatchObject({ state: 'pass', reason: 'answers' });
      expect(of('face-socket')).toMatchObject({ state: 'pass', reason: 'private' });
      chmodSync(join(settings.runtimeFolder, 'agent.sock'), 0o666);
      expect((await look()).of('face-socket')).toMatchObject({ state: 'fail', reason: 'too-wide' });
    } finally {
      await server.stop();
    }
  });

  it('gives up on an agent that takes the connection and says nothing', async () => {
    mkdirSync(settings.runtimeFolder, { mode: 0o700 });
    writeFileSync(join(settings.runtimeFolder, 'face.token'), 'x', { mode: 0o600 });
    const mute = createServer((socket) => void socket.resume());
    servers.push(mute);
    await new Promise<void>((resolve) => mute.listen(join(settings.runtimeFolder, 'agent.sock'), resolve));
    const startedMs = performance.now();
    const check = (await look()).of('agent-service');
    expect(['silent', 'too-slow']).toContain(check?.reason);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });
});

it('a state that goes back counts its starts from the earlier number', () => {
  const store = openStore(settings.stateFolder);
  try {
    const [first, second] = [beginRun(store, 'mark'), beginRun(store, 'mark')];
    expect([first.count, second.count]).toEqual([1, 2]);
    expect(first.run).not.toBe(second.run);
    expect(first.machine).toBe(second.machine);
    expect(beginRun(store, 'another').machine).not.toBe(first.machine);
    expect(beginRun(store, null).machine).toBeNull();
  } finally {
    store.close();
  }
});

it('takes only a built-in card with an address of its own for the machine’s mark', () => {
  const net = join(folder, 'net');
  const card = (name: string, device: string, assigned: string, address: string) => {
    mkdirSync(join(folder, 'devices', device), { recursive: true });
    mkdirSync(join(net, name), { recursive: true });
    writeFileSync(join(net, name, 'addr_assign_type'), `${assigned}\n`);
    writeFileSync(join(net, name, 'address'), `${address}\n`);
    rmSync(join(net, name, 'device'), { force: true });
    mkdirSync(join(net, name, 'device'));
  };
  expect(readMachineMark(net)).toBeNull();
  card('eth0', 'pci', '3', '02:00:00:00:00:01');
  expect(readMachineMark(net)).toBeNull();
  card('eth1', 'pci', '0', '00:11:22:33:44:55');
  expect(readMachineMark(net)).toBe('00:11:22:33:44:55');
});
