import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Claims a directory for this process on this machine: PGlite does not keep a second process from opening the same one,
 * which would destroy it. The claim is a listening local socket, so the system drops it with the process, however that
 * ends. Throws when another process, or this one, has it.
 */
export async function claimDirectory(directory: string): Promise<{ release(): Promise<void> }> {
  const name = `madoguchi-hub-${createHash('sha256')
    .update(await realpath(directory))
    .digest('hex')
    .slice(0, 32)}`;
  const file = process.platform === 'win32' || process.platform === 'linux' ? null : join(tmpdir(), name);
  const address = file ?? (process.platform === 'linux' ? `\0${name}` : `\\\\.\\pipe\\${name}`);
  let server = await tryListen(address);
  if (server === null && file !== null && !(await answers(file))) {
    // Left behind by a process that died; only systems without abstract sockets keep it.
    await rm(file, { force: true });
    server = await tryListen(address);
  }
  const claim = server;
  if (claim === null) throw new Error('another hub has this database open');
  return {
    release: () =>
      new Promise((resolve) => {
        claim.close(() => resolve());
      }),
  };
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
