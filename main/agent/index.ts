import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { onShutDown } from '../shut-down.ts';
import { startAgent } from './kernel.ts';
import { agentSettings } from './settings.ts';

/** The agent's process: `agent.mjs --settings FILE`. Says `{"ready":true}` on standard output when faces may connect. */
const { values } = parseArgs({ options: { settings: { type: 'string' } } });
if (values.settings === undefined) {
  process.stderr.write('agent: --settings FILE is missing\n');
  process.exit(2);
}
const settings = agentSettings.safeParse(JSON.parse(readFileSync(values.settings, 'utf8')));
if (!settings.success) {
  process.stderr.write('agent: the settings file does not fit its schema\n');
  process.exit(2);
}
const log = (line: string) => process.stderr.write(`${new Date().toISOString()} agent: ${line}\n`);
process.on('uncaughtException', (error) => {
  log(`fatal: ${error.stack ?? error.message}`);
  process.exit(70);
});
const agent = await startAgent(settings.data, log);
onShutDown(agent.stop);
process.stdout.write('{"ready":true}\n');
