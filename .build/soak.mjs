// `npm run soak`: rounds of signing in and out against a real agent, or with `--window` in a real window; see
// test/soak/sign-in-rounds.ts and window-rounds.ts for the options.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';

await ensureBuilt({ report: (line) => process.stderr.write(`${line}\n`) });
const root = join(import.meta.dirname, '..');
const node = join(root, 'node_modules', '.bin', 'node');
const script = process.argv.includes('--window') ? 'window-rounds.ts' : 'sign-in-rounds.ts';
const words = ['--disable-warning=ExperimentalWarning', join(root, 'test', 'soak', script)];
const { status } = spawnSync(node, [...words, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
