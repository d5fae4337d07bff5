// `npm run bench`: measures ratios side by side; see test/bench/harness.ts for the options.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';

await ensureBuilt({ report: (line) => process.stderr.write(`${line}\n`) });
const root = join(import.meta.dirname, '..');
const node = join(root, 'node_modules', '.bin', 'node');
const words = [
  '--expose-gc',
  '--disable-warning=ExperimentalWarning',
  join(root, 'test', 'bench', 'harness.ts'),
];
const { status } = spawnSync(node, [...words, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
