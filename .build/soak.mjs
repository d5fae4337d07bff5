// `npm run soak`: rounds of signing in and out against a real agent; see test/soak/sign-in-rounds.ts for the options.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';

await ensureBuilt({ report: (line) => process.stderr.write(`${line}\n`) });
const root = join(import.meta.dirname, '..');
const node = join(root, 'node_modules', '.bin', 'node');
const words = ['--disable-warning=ExperimentalWarning', join(root, 'test', 'soak', 'sign-in-rounds.ts')];
const { status } = spawnSync(node, [...words, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
