import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanDebian, keptArchives } from './debian-root.ts';

export interface Said {
  readonly status: number;
  readonly output: string;
}

/** A Debian system that runs: its own init, services and accounts, on this machine's kernel and network. */
export interface DebianMachine {
  /** Its root, as this machine sees it. */
  readonly folder: string;
  /** Runs a command in it as root; never throws. */
  ask(...words: readonly string[]): Said;
  /** Runs a command in it as root; its output, or an error with all that it said. */
  run(...words: readonly string[]): string;
  /** Runs a shell script in it. */
  script(text: string): string;
  /** Starts a program in it as one of its accounts, with that account's groups. */
  startAs(
    account: string,
    environment: Readonly<Record<string, string>>,
    words: readonly string[],
  ): ChildProcess;
  /** Puts a file of this machine into it. */
  copyIn(from: string, to: string): void;
  stop(): Promise<void>;
}

/** Boots a clean Debian, with `besides`, in a container of systemd-nspawn and waits until its services have started. */
export async function bootDebian(besides: readonly string[] = []): Promise<DebianMachine> {
  const { folder, remove } = cleanDebian(besides);
  const container = spawn(
    'systemd-nspawn',
    [
      ...['--quiet', '--boot', '--register=no', '--keep-unit', '--console=pipe'],
      ...[`--directory=${folder}`, '--machine=madoguchi-test', '--resolv-conf=copy-host'],
      ...[`--bind=${keptArchives()}:/var/cache/apt/archives`],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [container.stdout, container.stderr]) {
    stream?.on('data', (part: Buffer) => {
      said = (said + part.toString('utf8')).slice(-8000);
    });
  }
  const stop = async () => {
    if (container.exitCode === null && container.signalCode === null) {
      const ended = once(container, 'exit');
      const late = setTimeout(() => container.kill('SIGKILL'), 60_000);
      container.kill('SIGTERM');
      await ended;
      clearTimeout(late);
    }
    remove();
  };
  try {
    const init = await initOf(container, () => said);
    const inside = ['--target', `${init}`, '--mount', '--uts', '--ipc', '--pid', '--root', '--wd'];
    const clean = [
      'env',
      '-i',
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
      'LANG=C.UTF-8',
      'DEBIAN_FRONTEND=noninteractive',
    ];
    const ask = (...words: readonly string[]): Said => {
      const done = spawnSync('nsenter', [...inside, '--', ...clean, ...words], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
      return { status: done.status ?? 255, output: `${done.stdout}${done.stderr}` };
    };
    const machine: DebianMachine = {
      folder,
      ask,
      run(...words) {
        const { status, output } = ask(...words);
        if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}:\n${output}`);
        return output;
      },
      script: (text) => machine.run('sh', '-euc', text),
      startAs(account, environment, words) {
        const given = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
        const as = [
          'setpriv',
          '--reuid',
          account,
          '--regid',
          account,
          '--init-groups',
          '--no-new-privs',
          '--',
        ];
        return spawn('nsenter', [...inside, '--', ...clean, ...given, ...as, ...words], {
          stdio: ['ignore', 'pipe', 'pipe'],
        });
      },
      copyIn: (from, to) => copyFileSync(from, join(folder, to)),
      stop,
    };
    for (let tries = 0; ; tries += 1) {
      const { output } = ask('systemctl', 'is-system-running', '--wait');
      if (/running|degraded/.test(output)) return machine;
      if (tries === 30) throw new Error(`it does not start: ${output}\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The container's first process, once it is there. */
async function initOf(container: ChildProcess, said: () => string): Promise<number> {
  const path = `/proc/${container.pid}/task/${container.pid}/children`;
  for (let tries = 0; tries < 200; tries += 1) {
    if (container.exitCode !== null) break;
    const child = existsSync(path) ? Number(readFileSync(path, 'utf8').trim().split(' ')[0]) : 0;
    // Its own bus is the first sign that it is no longer nspawn but the system's init.
    if (child > 0 && existsSync(`/proc/${child}/root/run/systemd/private`)) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the container did not start:\n${said()}`);
}
