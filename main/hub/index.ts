import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSimulatedProvider } from '../provider/simulated.ts';
import { startHub } from './hub.ts';
import { openDirectoryFile } from './open-directory.ts';

/**
 * The hub as a process: `index.ts --data DIR [--host HOST] [--port N] [--behind-proxy] [--directory FILE]`, PostgreSQL
 * by `DATABASE_URL`, otherwise embedded under DIR. Prints one line of JSON on standard output once it listens, logs on standard error,
 * and ends in good order on SIGTERM or SIGINT.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    'behind-proxy': { type: 'boolean', default: false },
    directory: { type: 'string' },
  },
});
if (values.data === undefined) throw new Error('--data DIR is missing');
const port = Number(values.port ?? '0');
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port is not a port');
const url = process.env.DATABASE_URL;

const hub = await startHub({
  database:
    url === undefined || url === ''
      ? { kind: 'embedded', directory: join(values.data, 'database') }
      : { kind: 'postgres', url },
  keyPath: join(values.data, 'hub-key.pem'),
  provider: createSimulatedProvider({ path: join(values.data, 'simulated-provider.json') }),
  ...(values.directory === undefined ? {} : { directory: openDirectoryFile(values.directory) }),
  ...(values.host === undefined ? {} : { host: values.host }),
  port,
  behindProxy: values['behind-proxy'],
  log: { level: 'info' },
});
process.stdout.write(`${JSON.stringify({ ready: true, url: hub.url })}\n`);
for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.once(name, () => {
    hub.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
