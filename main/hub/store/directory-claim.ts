import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rm, rmdir } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

export interface DirectoryClaim {
  release(): Promise<void>;
}

const taken = 'another hub has this database open';

/**
 * Claims a directory for this process on this machine: PGlite does not keep a second process from opening the same one,
 * which would destroy it. The claim is a listening local socket, so the system drops it with the process, however that
 * ends. Throws when another process, or this one, has it.
 *
 * The socket lies beside the directory in a folder that is its owner's alone, so that no other account can claim it first and keep
 * a hub from starting, as it could a name that all accounts share.
 */
export function claimDirectory(directory: string): Promise<DirectoryClaim> {
  return process.platform === 'win32' ? claimPipe(directory) : claimSocket(directory);
}

/**
 * Each process listens under a name of its own and then looks for others that do: of two that begin together at least the later
 * one sees the other, and what answers nobody was left behind by a process that died.
 */
async function claimSocket(directory: string): Promise<DirectoryClaim> {
  const folder = `${await realpath(directory)}.claim`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const name = randomBytes(8).toString('hex');
  let server: Server | null = null;
  try {
    const { uid, mode } = await handle.stat();
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0)
      throw new Error(`the folder ${folder} is open to others`);
    server = await tryListen(addressOf(handle, folder, name));
    if (server === null) throw new Error(taken);
    for (const other of await readdir(folder)) {
      if (other === name) continue;
      if (await answers(addressOf(handle, folder, other))) throw new Error(taken);
      await rm(join(folder, other), { force: true });
    }
    // Somebody who looked before it listened took it for one that was left behind.
    if (!(await isThere(join(folder, name)))) throw new Error(taken);
    return { release: () => release(server, handle, folder, name) };
  } catch (error) {
    await release(server, handle, folder, name);
    throw error;
  }
}

/** An address may have about a hundred bytes (`sockaddr_un`): the folder is named by its handle where the system can. */
function addressOf(handle: FileHandle, folder: string, name: string): string {
  return join(process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : folder, name);
}

async function release(
  server: Server | null,
  handle: FileHandle,
  folder: string,
  name: string,
): Promise<void> {
  await closed(server);
  await rm(join(folder, name), { force: true });
  await handle.close();
  // Another process may be looking there.
  await rmdir(folder).catch(() => undefined);
}

/** Windows' pipes have one space of names; who listens there first is judged by Windows' own rights. */
async function claimPipe(directory: string): Promise<DirectoryClaim> {
  const digest = createHash('sha256')
    .update(await realpath(directory))
    .digest('hex');
  const server = await tryListen(`\\\\.\\pipe\\madoguchi-hub-${digest.slice(0, 32)}`);
  if (server === null) throw new Error(taken);
  return { release: () => closed(server) };
}

function closed(server: Server | null): Promise<void> {
  return new Promise((resolve) => {
    if (server === null) resolve();
    else server.close(() => resolve());
  });
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function tryListen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
