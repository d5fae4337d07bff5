import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildInitramfs, prepareKernel } from './prepare-guest.ts';

export interface GuestOptions {
  /** What bash runs in the guest as root. Its input and output are the lines of this interface. */
  readonly job: string;
  /** The guest powers itself off after this time, whatever happens. */
  readonly limitSeconds: number;
  /** Called for each line that the job writes. */
  readonly onLine: (line: string) => void;
}

export interface RunningGuest {
  /** Writes a line to the job's input. */
  send(line: string): void;
  /** Resolves when the machine is off, with what its console said. */
  readonly ended: Promise<string>;
  /** Ends the machine by its process id and removes its files. */
  stop(): Promise<void>;
}

/**
 * Boots Debian's kernel in QEMU on the host's own files, read-only over 9p, and runs a job in it. The processor is
 * emulated, so it works inside virtual machines and containers too. `isAvailable()` of `prepare-guest.ts` tells beforehand whether it can.
 */
export function bootGuest(options: GuestOptions): RunningGuest {
  const kernel = prepareKernel();
  const folder = mkdtempSync(join(tmpdir(), 'guest-'));
  const initramfs = join(folder, 'initramfs');
  const consoleLog = join(folder, 'console.log');
  buildInitramfs(kernel, initramfs);
  const parameters = [
    'console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off',
    `madoguchi.limit=${options.limitSeconds}`,
    `madoguchi.job=${Buffer.from(options.job).toString('base64')}`,
  ];
  // A processor without AVX, whose emulation is young; Node needs none of it.
  const words = [
    ['-accel', 'tcg,thread=multi', '-cpu', 'Nehalem', '-M', 'q35', '-m', '1536', '-smp', '2'],
    ['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-nic', 'none'],
    ['-kernel', join(kernel, 'vmlinuz'), '-initrd', initramfs, '-append', parameters.join(' ')],
    ['-virtfs', 'local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap'],
    ['-device', 'virtio-serial', '-chardev', 'stdio,id=job,signal=off'],
    ['-device', 'virtserialport,chardev=job,name=job', '-serial', `file:${consoleLog}`],
  ].flat();
  const machine = spawn('qemu-system-x86_64', words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  machine.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  // A machine that is off takes no more lines; `ended` says so.
  machine.stdin.on('error', () => {});
  const killWithParent = (): void => void machine.kill('SIGKILL');
  process.once('exit', killWithParent);
  createInterface({ input: machine.stdout }).on('line', options.onLine);
  const ended = once(machine, 'close').then(() => {
    process.removeListener('exit', killWithParent);
    return complaint + (existsSync(consoleLog) ? readFileSync(consoleLog, 'utf8') : '');
  });
  return {
    send: (line) => void machine.stdin.write(`${line}\n`),
    ended,
    async stop() {
      machine.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
