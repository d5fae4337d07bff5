// `npm run test:package`: makes the packages of this system, then installs and judges them. Needs root on Debian.
// `--keep` takes the packages that lie in out/packages already; other words go to Vitest.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installPackagingTools } from './test-packages.mjs';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
const words = process.argv.slice(2);
const run = (command, given) =>
  spawnSync(command, given, { cwd: root, env: environment, stdio: 'inherit' }).status ?? 1;

installPackagingTools();
const made = words.includes('--keep') ? 0 : run('node', ['.build/package/package.mjs']);
process.exit(
  made !== 0
    ? made
    : run('vitest', [
        ...['run', '--config', '.build/vitest.package.config.ts'],
        ...words.filter((word) => word !== '--keep'),
      ]),
);
