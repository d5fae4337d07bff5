import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { demonstrationAccounts } from '../../main/profile/demonstration-accounts.ts';
import { demonstrationLab } from '../../main/profile/demonstration-lab.ts';
import { callAgent } from './agent-caller.ts';
import { builtPackages } from './built-packages.ts';
import { type Campus, startCampus } from './campus.ts';
import { bootDebian, type DebianMachine } from './debian-machine.ts';
import { canMakeDebian } from './debian-root.ts';
import { type InstalledStation, installedStation, namesOfDependencies } from './installed-station.ts';
import { type KioskHands, startKioskHands } from './kiosk-hands.ts';

const packages = builtPackages();
const patience = { timeout: 60_000, interval: 500 };
const siteStart = '/usr/local/libexec/site-start';

/** Programs that left their parent, their process group and their POSIX session; one hears no polite request. */
const escaping = `(setsid sh -c "trap '' TERM HUP INT; sleep 600; sleep 600" >/dev/null 2>&1 &)
  (setsid setsid sleep 601 >/dev/null 2>&1 &)`;

describe.skipIf(!canMakeDebian())(
  'what a session leaves at a lab workstation with its own kiosk service',
  () => {
    let machine: DebianMachine;
    let campus: Campus;
    let station: InstalledStation;
    let hands: KioskHands;
    let number: string;
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-kiosk-session-'));

    beforeAll(async () => {
      [machine, campus] = await Promise.all([
        bootDebian([
          ...namesOfDependencies([packages.station, packages.lab]),
          'cron',
          'at',
          'procps',
          'python3-minimal',
        ]),
        startCampus(['lab-101-01'], {
          lab: {
            ...demonstrationLab,
            hooks: [
              {
                id: 'site-start',
                when: 'start',
                path: siteStart,
                arguments: [],
                timeoutSeconds: 60,
                whenFails: 'lock',
              },
            ],
          },
        }),
      ]);
      station = installedStation(machine, campus, folder);
      for (const file of [packages.station, packages.lab]) machine.copyIn(file, `/root/${basename(file)}`);
      writeHook('exit 0');
      machine.run(
        'dpkg',
        '--install',
        ...[packages.station, packages.lab].map((file) => `/root/${basename(file)}`),
      );
      machine.copyIn(campus.directoryPath, '/var/lib/madoguchi/people.json');
      machine.script(
        'chown madoguchi:madoguchi /var/lib/madoguchi/people.json; chmod 600 /var/lib/madoguchi/people.json',
      );
      station.writeSettings({
        hub: { url: campus.hubUrl },
        directory: { kind: 'local', path: '/var/lib/madoguchi/people.json' },
      });
      expect(station.enrol('lab-101-01')).toContain('enrolled: lab-101-01');
      number = machine.run('id', '-u', 'madoguchi-kiosk').trim();
      hands = startKioskHands(machine);
      await vi.waitFor(() => expect(station.check('policy')?.state).toBe('pass'), patience);
    });
    afterAll(async () => {
      await campus?.stop();
      await machine?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    function writeHook(text: string): void {
      machine.script('mkdir -p /usr/local/libexec');
      writeFileSync(join(machine.folder, siteStart), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
    /** Signs a student in; the folder of the session. */
    async function signIn(): Promise<string> {
      const [student] = demonstrationAccounts;
      if (student === undefined) throw new Error('the demonstration has no student');
      await vi.waitFor(() => {
        const words = { login: student.person.login, password: student.password };
        expect(callAgent(machine, 'lab.signIn', words)).toMatchObject({ ok: true });
      }, patience);
      return machine
        .script('find /run/madoguchi/sessions -mindepth 1 -maxdepth 1 -type d ! -name ".*"')
        .trim();
    }
    /** Signs out and waits for the proof; its facts. */
    async function signOut(): Promise<Record<string, unknown>> {
      const before = proofs().length;
      expect(callAgent(machine, 'lab.signOut')).toMatchObject({ ok: true });
      await vi.waitFor(() => expect(proofs().length).toBe(before + 1), patience);
      return proofs().at(-1) ?? {};
    }
    function proofs(): Record<string, unknown>[] {
      const said = machine.run('madoguchi', 'audit', 'search', '--store', '/var/lib/madoguchi/station.db');
      return said
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line).entry)
        .filter(({ kind }) => kind === 'lab-wiped')
        .map(({ facts }) => facts);
    }
    /** Every process of the kiosk's account by number and words; without those of the hands' own waiting. */
    const processes = () =>
      machine
        .script(`ps -o pid=,args= -U ${number} -u ${number} || true`)
        .trim()
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .sort();

    it('gives the account no service manager of its own, and a home, /tmp and /dev/shm in memory', async () => {
      expect(machine.ask('systemctl', 'is-active', `user@${number}.service`).output.trim()).not.toBe(
        'active',
      );
      expect(
        machine.run('systemctl', 'show', '--property=LoadState', '--value', `user@${number}.service`).trim(),
      ).toBe('masked');
      const seen = await hands.run(
        'echo $HOME; id -un; grep -c . /proc/self/cgroup; cat /proc/self/cgroup; grep NoNewPrivs /proc/self/status; stat -c "%U %a" /tmp /var/tmp /dev/shm $HOME',
      );
      expect(seen.output).toContain('/run/madoguchi-lab/kiosk/home\nmadoguchi-kiosk\n');
      expect(seen.output).toMatch(
        new RegExp(
          `0::/user\\.slice/user-${number}\\.slice/session-\\w+\\.scope|0::/system\\.slice/madoguchi-kiosk\\.service`,
        ),
      );
      expect(seen.output).toMatch(/NoNewPrivs:\s+1/);
      expect(seen.output.match(/^madoguchi-kiosk 700$/gm)).toHaveLength(4);
    });

    it('lets nobody leave a program for later', async () => {
      for (const attempt of [
        'systemd-run --user sleep 600',
        'systemd-run --user --on-active=5 sleep 600',
        'systemctl --user enable --now anything',
        'systemd-run sleep 600',
        'systemd-run --scope sleep 600',
        'loginctl enable-linger',
        'echo "* * * * * sleep 600" | crontab -',
        'echo "sleep 600" | at now + 1 minute',
        'echo x > /var/lib/madoguchi-kiosk/x',
        'echo x > /var/spool/cron/crontabs/madoguchi-kiosk',
        'echo x > /run/lock/x',
        'su -c "sleep 600" madoguchi-kiosk',
        'python3 -c "import ctypes,sys; l=ctypes.CDLL(None,use_errno=True); sys.exit(0 if l.msgget(42,0o1666)>=0 else 1)"',
      ]) {
        const said = await hands.run(attempt);
        expect([attempt, said.status === 0, said.output]).toEqual([attempt, false, said.output]);
      }
      expect(
        machine.script(
          'ls /var/spool/cron/crontabs /var/spool/cron/atjobs /var/lib/systemd/linger 2>/dev/null | grep madoguchi || true',
        ),
      ).toBe('');
    });

    it('ends what left its parent, its group and its session, and empties every place that it could write to', async () => {
      const before = processes();
      const session = await signIn();
      expect((await hands.run(escaping)).status).toBe(0);
      const places = [session, '/tmp', '/var/tmp', '/dev/shm', '$HOME', '$XDG_RUNTIME_DIR'];
      for (const place of places) {
        const said = await hands.run(
          `mkdir -p "${place}/essay" && echo draft > "${place}/essay/draft.txt" && chmod 0500 "${place}/essay" && echo x > "${place}/.left"`,
        );
        expect([place, said]).toEqual([place, { status: 0, output: '' }]);
      }
      const shared = await hands.run(
        `python3 -c "import ctypes; l=ctypes.CDLL(None); print(l.shmget(4242,4096,0o1666)>=0)"; mkdir -p $XDG_RUNTIME_DIR/dbus-1/services; printf '[D-BUS Service]\\nName=org.example.Stray\\nExec=/bin/sleep 602\\n' > $XDG_RUNTIME_DIR/dbus-1/services/stray.service; python3 -c "
import socket; s=socket.socket(socket.AF_UNIX); s.bind('/tmp/kept.sock')"`,
      );
      expect(shared.status).toBe(0);
      expect(processes().length).toBeGreaterThan(before.length + 1);

      const proof = await signOut();
      expect(proof).toMatchObject({
        outcome: 'clean',
        processes: 'none-left',
        processesLeft: 0,
        processesElsewhere: 0,
        desktopLeft: 0,
        foldersRefused: 0,
      });
      expect(proof.processesFound).toBeGreaterThanOrEqual(2);
      expect(proof.removedEntries).toBeGreaterThanOrEqual(3 * (places.length - 1));
      expect(processes()).toEqual(before);
      for (const place of places.slice(1)) {
        const said = await hands.run(`find "${place}" -mindepth 1 ! -type s ! -type d`);
        expect([place, said.output]).toEqual([place, '']);
      }
      expect(station.check('wipe')?.reason).toBe('nothing-owed');
    });

    it('ends what another service started for the account, though IT had unmasked its manager', async () => {
      const before = processes();
      const drop = `/etc/systemd/system/user@${number}.service`;
      machine.script(`rm ${drop}; systemctl daemon-reload; systemctl start user@${number}.service`);
      await signIn();
      // As a program would that got there: the manager's own environment is not the kiosk's.
      const asUser = `setpriv --reuid ${number} --regid ${number} --init-groups env XDG_RUNTIME_DIR=/run/user/${number}`;
      machine.script(`${asUser} systemd-run --user --property=Restart=always sleep 603
      ${asUser} systemd-run --user --on-active=8 sleep 604
      ${asUser} systemd-run --user sh -c 'setsid sleep 605 & sleep 606'`);
      await vi.waitFor(
        () =>
          expect(
            processes().filter((line) => /^\d+ sleep 60[356]$/.test(line)).length,
          ).toBeGreaterThanOrEqual(2),
        patience,
      );
      const proof = await signOut();
      expect(proof).toMatchObject({ outcome: 'clean', processes: 'none-left' });
      // The manager itself, and what it started.
      expect(proof.processesElsewhere).toBeGreaterThanOrEqual(3);
      expect(processes()).toEqual(before);
      expect(machine.ask('systemctl', 'is-active', `user@${number}.service`).output.trim()).not.toBe(
        'active',
      );
      // Nothing was put off until the next person sits here.
      await signIn();
      const later = await hands.run('sleep 10; ps -o args= -U $(id -u)');
      expect(later.output).not.toContain('sleep 604');
      await signOut();
      machine.script(`ln -s /dev/null ${drop}; systemctl daemon-reload`);
    });

    it('locks with its message to IT where the agent is killed under a command that it can not do without', async () => {
      writeHook('exec sleep 55');
      await signIn();
      const pid = () =>
        machine.run('systemctl', 'show', '--property=MainPID', '--value', 'madoguchi-agent').trim();
      const killed = pid();
      machine.run('kill', '-KILL', killed);
      await vi.waitFor(() => {
        expect(pid()).not.toBe(killed);
        expect(callAgent(machine, 'lab.wipe')).toMatchObject({
          ok: true,
          value: { state: 'failed', reason: 'hook' },
        });
      }, patience);
      expect(callAgent(machine, 'lab.session')).toEqual({ ok: true, value: null });
      expect(station.check('wipe')).toMatchObject({ state: 'fail' });
      // Once IT has seen to it the next one gets in.
      writeHook('exit 0');
      machine.run('madoguchi', 'lab', 'wipe-again', '--state', '/var/lib/madoguchi');
      await vi.waitFor(
        () => expect(callAgent(machine, 'lab.wipe')).toMatchObject({ value: { state: 'clean' } }),
        patience,
      );
    });
  },
);
