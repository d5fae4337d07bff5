import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type DesktopUser, privilegeWords } from './desktop-user.ts';
import { failed, type RuntimeResult, ready } from './runtime-result.ts';
import { sharedTemporaryDirectory } from './world-readable.ts';
import { xAuthorityEntry } from './x-authority.ts';

export interface VirtualDisplayOptions {
  readonly width: number;
  readonly height: number;
  /** The face's user, who then owns the server and its cookie. */
  readonly user?: DesktopUser | undefined;
}

export interface VirtualDisplay {
  /** For `DISPLAY`, like `:1`. */
  readonly display: string;
  /** For `XAUTHORITY`: a file that only the owner of the server can read. */
  readonly xauthority: string;
  /** Ends the server, waits until it is gone, and deletes its cookie. */
  readonly stop: () => Promise<void>;
}

const startTimeoutMs = 15_000;
const stopTimeoutMs = 10_000;
const socketDirectory = '/tmp/.X11-unix';

/**
 * Starts an X server without a screen, for a machine that has none. It chooses its own number, listens on no network, and
 * only holders of the cookie can connect. It ends with `stop`, or with the process that started it.
 */
export async function startVirtualDisplay({
  width,
  height,
  user,
}: VirtualDisplayOptions): Promise<RuntimeResult<VirtualDisplay>> {
  const directory = await mkdtemp(join(await sharedTemporaryDirectory(), 'madoguchi-display-'));
  const xauthority = join(directory, 'Xauthority');
  await writeFile(xauthority, xAuthorityEntry(randomBytes(16)), { mode: 0o400 });
  if (user !== undefined) {
    await chown(xauthority, user.uid, user.gid);
    await chown(directory, user.uid, user.gid);
    await openSocketDirectory();
  }
  const [command = 'setpriv', ...words] = privilegeWords(user);
  const server = ['Xvfb', '-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-auth', xauthority];
  const child = spawn(command, [...words, ...server, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    cwd: '/',
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  const number = await displayNumber(child);
  if (number.ok) return ready({ display: `:${number.value}`, xauthority, stop });
  await stop();
  return number;
}

/** A server that is not root's does not make the directory for its socket. */
async function openSocketDirectory(): Promise<void> {
  const created = await mkdir(socketDirectory, { recursive: true });
  if (created !== undefined) await chmod(socketDirectory, 0o1777);
}

/** What the server writes to the descriptor of `-displayfd` once it takes connections. */
function displayNumber(child: ChildProcess): Promise<RuntimeResult<number>> {
  return new Promise((resolve) => {
    let complaint = '';
    let written = '';
    const refuse = (reason: string) => resolve(failed('runtime/display-failed', `Xvfb ${reason}`));
    const timer = setTimeout(() => refuse(`did not start within ${startTimeoutMs / 1000} s`), startTimeoutMs);
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-500);
    });
    (child.stdio[3] as Readable).on('data', (chunk: Buffer) => {
      written += chunk.toString('utf8');
      if (!written.includes('\n')) return;
      clearTimeout(timer);
      const number = Number.parseInt(written, 10);
      if (Number.isInteger(number)) resolve(ready(number));
      else refuse('named no display');
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      refuse(`cannot be started: ${error.message}`);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      refuse(`ended at once: ${complaint.trim()}`);
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
