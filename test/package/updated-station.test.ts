import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dpkgFormat } from '../../main/agent/update/install/debian-installer.ts';
import { demonstrationPin } from '../../main/cli/demonstration/seed.ts';
import type { VirtualDisplay } from '../../main/cli/runtime/virtual-display.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { makeUpdateRepository } from '../rigs/update-repository.ts';
import { builtPackages, packageField, withVersion } from './built-packages.ts';
import { type Campus, startCampus } from './campus.ts';
import { bootDebian, type DebianMachine } from './debian-machine.ts';
import { canMakeDebian } from './debian-root.ts';
import {
  type InstalledStation,
  installedStation,
  namesOfDependencies,
  queueOffline,
} from './installed-station.ts';
import { openPackedFace, startDisplay } from './packed-face.ts';
import { type RepositoryServer, startRepositoryServer } from './repository-server.ts';

const { station: built } = builtPackages();
const name = packageField(built, 'Package');
const version = packageField(built, 'Version');
const [major, minor, patch] = version.split('.').map(Number);
const newer = `${major}.${minor}.${Number(patch) + 1}`;
const broken = `${major}.${minor}.${Number(patch) + 2}`;
const programOfAgent = 'opt/Madoguchi/resources/agent/dist/node/agent.mjs';
/** The agent looks every half minute whether it was asked to. */
const look = { timeout: 240_000, interval: 2000 };
/** A version is on trial for a minute before it counts as installed. */
const installation = { timeout: 480_000, interval: 4000 };

interface Status {
  readonly version: string;
  readonly agent: {
    readonly outcome: string | null;
    readonly detail: string | null;
    readonly checkedAt: string | null;
    readonly offered: string | null;
    readonly waits: readonly string[];
    readonly failed: readonly string[];
  } | null;
  readonly installer: {
    readonly state: string;
    readonly version: string;
    readonly why: string | null;
  } | null;
}

describe.skipIf(!canMakeDebian())('a station that updates itself', () => {
  let machine: DebianMachine;
  let campus: Campus;
  let display: VirtualDisplay;
  let server: RepositoryServer;
  let repository: Awaited<ReturnType<typeof makeUpdateRepository>>;
  let station: InstalledStation;
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-updates-'));

  beforeAll(async () => {
    [machine, campus, display, repository] = await Promise.all([
      bootDebian(namesOfDependencies([built])),
      startCampus(['counter-01'], {
        update: { mode: 'install', channel: 'stable', kilobytesPerSecond: 1_000_000 },
      }),
      startDisplay(),
      makeUpdateRepository(folder),
    ]);
    server = await startRepositoryServer(folder);
    station = installedStation(machine, campus, folder);
    machine.copyIn(built, `/root/${basename(built)}`);
  });
  afterAll(async () => {
    await server?.stop();
    await display?.stop();
    await campus?.stop();
    await machine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const status = (): Status => JSON.parse(machine.run('madoguchi', 'update', 'status'));
  const installedNow = () =>
    machine.run('dpkg-query', '--show', `--showformat=${dpkgFormat('Version')}`, name);
  const mainPid = () =>
    machine.run('systemctl', 'show', '--property=MainPID', '--value', 'madoguchi-agent').trim();
  const waiting = { reason: 'moving', facts: { waiting: 1 } };
  /** For somebody to look at: `out/update/<language>.png`. */
  const picture = (page: Page, language: string) =>
    page.screenshot({ path: join(import.meta.dirname, '..', '..', 'out', 'update', `${language}.png`) });
  /** Has the agent ask, and waits for what came of this question. */
  const asked = async (expected: object) => {
    const before = status().agent?.checkedAt ?? null;
    machine.run('madoguchi', 'update', 'look');
    await vi.waitFor(() => {
      const { agent } = status();
      expect(agent?.checkedAt).not.toBe(before);
      expect(agent).toMatchObject(expected);
    }, look);
  };

  it('enrols unattended, with what IT laid down before it was installed', async () => {
    machine.run('useradd', '--create-home', 'desk');
    const site = join(folder, 'site.json');
    const hub = { url: campus.hubUrl, enrolmentToken: campus.tokens['counter-01'] };
    writeFileSync(site, JSON.stringify({ hub, update: { from: server.address } }));
    machine.script('install -d -m 0755 /etc/madoguchi /etc/madoguchi/update');
    machine.copyIn(site, '/etc/madoguchi/10-site.json');
    machine.copyIn(repository.pinned, '/etc/madoguchi/update/root.json');
    machine.script('chmod 0644 /etc/madoguchi/10-site.json /etc/madoguchi/update/root.json');
    machine.run('dpkg', '--install', `/root/${basename(built)}`);
    machine.run('usermod', '--append', '--groups', 'madoguchi-face', 'desk');
    await vi.waitFor(
      () => expect(station.check('enrolment')).toMatchObject({ facts: { station: 'counter-01' } }),
      look,
    );
    const shown = machine.run('madoguchi', 'config', 'show');
    expect(shown).toContain('/etc/madoguchi/10-site.json');
    expect(shown).not.toContain(hub.enrolmentToken);
  });

  it('has services whose exposure systemd itself calls small', () => {
    const exposure = (unit: string) =>
      Number(
        /: (\d+\.\d) /.exec(
          machine.ask('systemd-analyze', 'security', '--no-pager', unit).output.split('→')[1] ?? '',
        )?.[1],
      );
    expect(exposure('madoguchi-agent.service')).toBeLessThanOrEqual(2);
    expect(exposure('madoguchi-update.service')).toBeLessThanOrEqual(3);
  });

  it('takes nothing from a server that changes what IT signed, and says so', async () => {
    const packages = [built, withVersion(built, newer, folder)];
    await repository.publish(packages);
    copyFileSync(join(repository.folder, 'metadata', 'timestamp.json'), join(folder, 'older.json'));
    server.meddle({ kind: 'changed', in: 'targets.json' });
    await asked({ outcome: 'refused' });
    expect(station.check('update')).toMatchObject({ state: 'fail', reason: 'repository-refused' });
    server.meddle({ kind: 'changed', in: newer });
    await asked({ outcome: 'fetch-failed', detail: 'tampered', offered: newer });
    expect(machine.ask('sh', '-c', 'ls /var/lib/madoguchi/update/packages | grep part').output).toBe('');
    server.meddle({ kind: 'cut-off', in: newer, after: 20_000_000 });
    await asked({ outcome: 'fetch-failed', detail: 'interrupted' });
    server.meddle(null);
    expect(installedNow()).toBe(version);
  });

  it('goes on with an interrupted download, waits for the operator, and installs with a command in the queue (I3, I5)', async () => {
    station.giveKeys();
    machine.run('systemctl', 'restart', 'madoguchi-agent');
    const face = await openPackedFace(machine, display, 'desk', 'staff');
    const key = machine.run('sha256sum', '/var/lib/madoguchi/station.key');
    let before = '';
    try {
      await queueOffline(face.hands, campus);
      await asked({ outcome: 'ready', waits: ['operator-signed-in'] });
      expect(server.rangesOf(newer).some((range) => /^bytes=[1-9]\d*-$/.test(range))).toBe(true);
      expect(installedNow()).toBe(version);
      before = mainPid();
      await face.page.getByText(sentence('en', 'station.update-pending'), { exact: true }).waitFor();
      await picture(face.page, 'en');
      await face.page.getByRole('button', { name: /日本語/ }).click();
      await face.page.getByText(sentence('ja', 'station.update-pending'), { exact: true }).waitFor();
      await picture(face.page, 'ja');
      await face.hands.speak();
      await face.hands.button('staff.sign-out').click();
      await face.hands.button('staff.sign-in').waitFor();
    } finally {
      await face.close();
    }
    await vi.waitFor(
      () => expect(status().installer).toMatchObject({ state: 'installed', version: newer }),
      installation,
    );
    expect(installedNow()).toBe(newer);
    expect(station.doctor().version).toBe(newer);
    expect(mainPid()).not.toBe(before);
    expect(machine.run('sha256sum', '/var/lib/madoguchi/station.key')).toBe(key);
    expect(station.check('queue')).toMatchObject(waiting);
    expect(station.check('package')?.state).not.toBe('fail');
    machine.run('madoguchi', 'audit', 'verify', '--store', '/var/lib/madoguchi/station.db');
  });

  it('takes a version back whose agent does not start, and the queue with the command is as it was (I3)', async () => {
    await repository.publish([
      withVersion(built, broken, folder, { [programOfAgent]: 'process.exit(3);\n' }),
    ]);
    await asked({ outcome: 'ready', offered: broken });
    await vi.waitFor(
      () =>
        expect(status().installer).toMatchObject({
          state: 'rolled-back',
          version: broken,
          why: 'never-healthy',
        }),
      installation,
    );
    await vi.waitFor(() => expect(station.check('agent-service')?.state).toBe('pass'), look);
    expect(installedNow()).toBe(newer);
    expect(station.check('queue')).toMatchObject(waiting);
    await vi.waitFor(() => expect(status().agent?.failed).toEqual([broken]), look);
    await asked({ outcome: 'offered', offered: broken, waits: ['failed-before'] });
    expect(station.check('update')).toMatchObject({ state: 'warn', reason: 'taken-back' });
    // What it saw since is not forgotten: what was signed before is a step back.
    server.meddle({ kind: 'older', in: 'timestamp.json', instead: join(folder, 'older.json') });
    await asked({ outcome: 'refused' });
    server.meddle(null);
  });

  it('sends after all this the one command, once', async () => {
    await campus.plug();
    await vi.waitFor(() => expect(station.check('queue')?.reason).toBe('empty'), look);
    const face = await openPackedFace(machine, display, 'desk', 'staff');
    try {
      await face.hands.plugInKey(0);
      await face.hands.signInAtCounter(demonstrationPin);
      await face.page.getByRole('tab', { name: 'Board' }).click();
      const rows = face.page.locator('[data-testid=board-row]', { hasText: '大野 翔太' });
      await rows.and(face.page.locator('[data-state=applied]')).first().waitFor();
      expect(await rows.count()).toBe(1);
    } finally {
      await face.close();
    }
  });

  it('leaves nothing of its updates when it is purged, but what IT pinned', () => {
    machine.run('dpkg', '--purge', name);
    const left = machine.script(
      'find /etc/madoguchi /var/lib/madoguchi /var/lib/madoguchi-update -type f 2>/dev/null || true',
    );
    expect(left.trim().split('\n').toSorted()).toEqual([
      '/etc/madoguchi/10-site.json',
      '/etc/madoguchi/update/root.json',
    ]);
  });
});
