import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startHub } from '../../main/hub/hub.ts';
import { connectRecordingProvider } from './recording-provider.ts';

/**
 * The real hub as a process of its own, with a provider that outlives it and a wall clock that the rounds move:
 * `hub-under-fault.ts --data DIR --provider URL --clock FILE`, the file holding milliseconds to add to the time.
 */
const { values } = parseArgs({
  options: { data: { type: 'string' }, provider: { type: 'string' }, clock: { type: 'string' } },
});
const { data = '', provider = '', clock = '' } = values;
let offsetMs = 0;
const readClock = () => {
  offsetMs = Number(readFileSync(clock, 'utf8'));
};
readClock();
setInterval(readClock, 50).unref();

const hub = await startHub({
  database: { kind: 'postgres', url: process.env.DATABASE_URL ?? '' },
  keyPath: join(data, 'hub-key.pem'),
  provider: connectRecordingProvider(provider),
  now: () => new Date(Date.now() + offsetMs),
  // Retries come soon: what is judged is what they do, not when.
  random: () => 0.002,
  stationLimit: { burst: 10_000, perSecond: 1_000 },
  addressLimit: { burst: 10_000, perSecond: 1_000 },
  log: { level: 'warn' },
});
process.stdout.write(`${JSON.stringify({ ready: true, url: hub.url })}\n`);
process.once('SIGTERM', () => {
  hub.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
