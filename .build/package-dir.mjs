// `npm run package:dir`: the application directory for this platform, in out/. Nothing is fetched but, once, a runtime.
import { join } from 'node:path';
import { resolveElectronRuntime } from '../main/cli/runtime/electron-runtime.ts';
import { ensureBuilt } from './build.mjs';
import { packageDirectory } from './package/application-directory.mjs';

const root = join(import.meta.dirname, '..');
const report = (line) => process.stderr.write(`${line}\n`);

await ensureBuilt({ root, report });
const runtime = await resolveElectronRuntime({ root, notice: report });
if (!runtime.ok) {
  report(`${runtime.failure.code}: ${runtime.failure.detail}`);
  process.exit(1);
}
report(`Packaged: ${await packageDirectory({ root, runtime: runtime.value })}`);
