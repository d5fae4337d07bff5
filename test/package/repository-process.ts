// A repository's web server as a process of its own: `node repository-process.ts FOLDER`. It reads anew at each request what
// goes wrong (`meddle.json` beside the repository), and notes each request in `requests.log`.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { onShutDown } from '../../main/shut-down.ts';
import { serveFolder, tagOf } from '../rigs/update-repository.ts';
import type { Meddling } from './repository-server.ts';

const place = process.argv[2] ?? '.';
const repository = join(place, 'repository');
const control = join(place, 'meddle.json');

const server = await serveFolder(repository);
server.meddle((request, response, path) => {
  appendFileSync(join(place, 'requests.log'), `${path} ${request.headers.range ?? ''}\n`);
  if (!existsSync(control)) return false;
  const meddling: Meddling = JSON.parse(readFileSync(control, 'utf8'));
  if (!path.includes(meddling.in)) return false;
  const bytes = readFileSync(join(repository, path));
  switch (meddling.kind) {
    case 'changed': {
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      response.end(bytes);
      return true;
    }
    case 'cut-off':
      // What goes on is answered as always.
      if (request.headers.range !== undefined) return false;
      response.writeHead(200, { etag: tagOf(join(repository, path)), 'content-length': bytes.length });
      cutOff(response, bytes.subarray(0, meddling.after));
      return true;
    case 'older':
      response.end(readFileSync(meddling.instead));
      return true;
  }
});
onShutDown(() => server.stop());
process.stdout.write(`${JSON.stringify({ ready: true, address: server.address })}\n`);

/** Ends the connection once the other side has had a moment to take what was written. */
function cutOff(response: ServerResponse, bytes: Buffer): void {
  response.write(bytes, () => response.socket?.end());
}
