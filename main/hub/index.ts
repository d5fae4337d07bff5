import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startHub } from './hub.ts';
import { openDirectoryFile } from './open-directory.ts';
import { openProviderOfHub } from './open-provider.ts';
import { readHubSettings } from './operation/hub-settings.ts';
import { serveBackups } from './operation/live-backup.ts';

/**
 * The hub as a process: `index.ts --data DIR [--host HOST] [--port N] [--behind-proxy] [--directory FILE]
 * [--provider FILE] [--settings FILE] [--tls-cert FILE --tls-key FILE]`, PostgreSQL by `DATABASE_URL`, otherwise embedded
 * under DIR. Prints one line of JSON on standard output once it listens, logs on standard error, reads the certificate
 * anew on SIGHUP, and ends in good order on SIGTERM or SIGINT.
 */
const { values, positionals } = parseArgs({
  // `hub` itself, when it comes by way of the command line.
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    'behind-proxy': { type: 'boolean', default: false },
    directory: { type: 'string' },
    provider: { type: 'string' },
    settings: { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
  },
});
// A word that is no command must not start a hub.
if (positionals.some((word, index) => index > 0 || word !== 'hub'))
  throw new Error(`unknown words: ${positionals.join(' ')}`);
if (values.data === undefined) throw new Error('--data DIR is missing');
const port = Number(values.port ?? '0');
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port is not a port');
const url = process.env.DATABASE_URL;
const { provider, budget } = await openProviderOfHub(values.data, values.provider);

const certificatePath = values['tls-cert'];
const certificateKeyPath = values['tls-key'];
if ((certificatePath === undefined) !== (certificateKeyPath === undefined))
  throw new Error('--tls-cert and --tls-key go together');
const readTls = () =>
  certificatePath === undefined || certificateKeyPath === undefined
    ? null
    : {
        certificate: readFileSync(certificatePath, 'utf8'),
        key: readFileSync(certificateKeyPath, 'utf8'),
      };
const tls = readTls();
// Whoever renews a certificate while the hub begins must not end it: the renewed one is read when it listens.
let renewedWhileBeginning = false;
const noteRenewal = () => {
  renewedWhileBeginning = true;
};
process.on('SIGHUP', noteRenewal);

const hub = await startHub({
  database:
    url === undefined || url === ''
      ? { kind: 'embedded', directory: join(values.data, 'database') }
      : { kind: 'postgres', url },
  keyPath: join(values.data, 'hub-key.pem'),
  provider,
  budget,
  ...(values.directory === undefined ? {} : { directory: openDirectoryFile(values.directory) }),
  ...(values.host === undefined ? {} : { host: values.host }),
  port,
  behindProxy: values['behind-proxy'],
  ...(tls === null ? {} : { tls }),
  ...(values.settings === undefined ? {} : { settings: readHubSettings(values.settings) }),
  log: { level: 'info' },
});
const backups = serveBackups(values.data, hub.dump);
const renewCertificate = () => {
  try {
    const renewed = readTls();
    if (renewed !== null) hub.renewCertificate(renewed);
  } catch {
    process.stderr.write('The certificate could not be read anew; the one before stays.\n');
  }
};
process.on('SIGHUP', renewCertificate);
process.off('SIGHUP', noteRenewal);
if (renewedWhileBeginning) renewCertificate();
for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.once(name, () => {
    backups.stop();
    hub.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
// Last: who reads this line may send any of the signals above.
process.stdout.write(`${JSON.stringify({ ready: true, url: hub.url, metrics: hub.metricsUrl })}\n`);
