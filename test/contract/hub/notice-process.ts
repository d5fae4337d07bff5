import { readFileSync } from 'node:fs';
import { startHub } from '../../../main/hub/hub.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';

/** A hub process of a kill test: sends notices and serves the page for objections until it is killed. */
const { url, keyPath, providerPath, settings } = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly url: string;
  readonly keyPath: string;
  readonly providerPath: string;
  readonly settings: object;
};
const hub = await startHub({
  database: { kind: 'postgres', url, maximumConnections: 4 },
  keyPath,
  provider: createSimulatedProvider({ path: providerPath }),
  automatic: false,
  settings,
});
process.stdout.write(`${JSON.stringify({ url: hub.url })}\n`);
for (;;) await hub.sendNotices().then(() => new Promise((resolve) => setTimeout(resolve, 20)));
