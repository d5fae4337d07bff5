import { parseArgs } from 'node:util';
import { onShutDown } from '../shut-down.ts';
import { startAgent } from './kernel.ts';
import { loadSettings } from './settings-load.ts';

/**
 * The agent's process: `agent.mjs --settings FILE [--set NAME=VALUE …]`, under what managed policy says. Says
 * `{"ready":true}` on standard output when faces may connect.
 */
const { values } = parseArgs({
  options: { settings: { type: 'string' }, set: { type: 'string', multiple: true } },
  // `madoguchi agent` comes with its own name.
  allowPositionals: true,
});
if (values.settings === undefined) {
  process.stderr.write('agent: --settings FILE is missing\n');
  process.exit(2);
}
const log = (line: string) => process.stderr.write(`${new Date().toISOString()} agent: ${line}\n`);
const loaded = await loadSettings({ file: values.settings, set: values.set ?? [], remember: true });
for (const { place, line, problem } of loaded.problems) {
  log(`settings: ${place}${line === null ? '' : `:${line}`}: ${problem}`);
}
for (const { source, why } of loaded.kept)
  log(`settings: ${source} cannot be read (${why}): last known values hold`);
// Managed policy that nobody remembers can't be guessed: without it a station would be freer than IT meant.
if (loaded.settings === null || loaded.lost.length > 0) {
  for (const { source, why } of loaded.lost)
    log(`settings: ${source} cannot be read (${why}), and none were known`);
  process.stderr.write('agent: the settings do not make a whole\n');
  process.exit(2);
}
process.on('uncaughtException', (error) => {
  log(`fatal: ${error.stack ?? error.message}`);
  process.exit(70);
});
const agent = await startAgent(loaded.settings, log, { kept: loaded.kept, problems: [] });
onShutDown(agent.stop);
process.stdout.write('{"ready":true}\n');
