import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { publishPackages, type Said } from '../../main/cli/update/publish.ts';
import { makeRepository, readRepository } from '../../main/cli/update/repository.ts';
import { makeRoleKeys, readRoleKeys } from '../../main/cli/update/role-keys.ts';

export const onStable: Said = { channels: ['stable'], share: 100, commandFormats: [1] };

/** A repository in a folder, as IT makes it, with its keys beside it. */
export async function makeUpdateRepository(place: string, now = new Date()) {
  const [folder, keyFolder] = [join(place, 'repository'), join(place, 'keys')];
  if (!(await makeRoleKeys(keyFolder, 1))) throw new Error('keys were there');
  await makeRepository(folder, { keys: await readRoleKeys(keyFolder), now }, 1);
  return {
    folder,
    keyFolder,
    pinned: join(folder, 'metadata', '1.root.json'),
    async publish(files: readonly string[], said: Partial<Said> = {}, at = now) {
      const signing = { keys: await readRoleKeys(keyFolder), now: at };
      await publishPackages(await readRepository(folder), files, { ...onStable, ...said }, signing);
    },
  };
}

/** A Debian package that installs one file, which holds its version. */
export function makeDebianPackage(place: string, name: string, version: string, script?: string): string {
  const tree = join(place, `${name}-${version}`);
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
  mkdirSync(join(tree, 'opt'), { recursive: true });
  writeFileSync(
    join(tree, 'DEBIAN', 'control'),
    `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: nobody <a@example.ac.jp>\nDescription: trial\n`,
  );
  writeFileSync(join(tree, 'opt', `${name}.txt`), version.padEnd(200_000, '.'));
  if (script !== undefined) {
    writeFileSync(join(tree, 'DEBIAN', 'postinst'), script);
    chmodSync(join(tree, 'DEBIAN', 'postinst'), 0o755);
  }
  const file = join(place, `${name}_${version}_all.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, file], { stdio: 'ignore' });
  return file;
}

export type Meddle = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** A plain web server over a folder, with ranges and strong tags; `meddle` answers instead where it returns true. */
export async function serveFolder(folder: string) {
  let meddle: Meddle = () => false;
  const requests: { readonly path: string; readonly range: string | null }[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    requests.push({ path, range: request.headers.range ?? null });
    if (meddle(request, response, path)) return;
    serve(join(folder, path), request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: `http://127.0.0.1:${address.port}/`,
    requests,
    meddle(next: Meddle) {
      meddle = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The strong validator that the server gives a file (RFC 9110 §8.8.3). */
export function tagOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return `"${size}-${Math.round(mtimeMs)}"`;
}

function serve(file: string, request: IncomingMessage, response: ServerResponse): void {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    response.writeHead(404).end();
    return;
  }
  const tag = tagOf(file);
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const condition = request.headers['if-range'];
  if (from === undefined || (condition !== undefined && condition !== tag)) {
    response.writeHead(200, { etag: tag, 'content-length': bytes.length }).end(bytes);
    return;
  }
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  response.writeHead(206, { etag: tag, 'content-range': range }).end(bytes.subarray(Number(from)));
}
