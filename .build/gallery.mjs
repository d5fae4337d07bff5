// `npm run gallery`: every component in every state, in the real runtime; `-- --screenshots DIR` takes pictures instead,
// and `-- --icons .build/package` draws the name mark for installers and desktops.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureGalleryBuilt } from './gallery-bundle.mjs';

await ensureBuilt({ report: (line) => process.stderr.write(`${line}\n`) });
const root = join(import.meta.dirname, '..');
await ensureGalleryBuilt(root);
const node = join(root, 'node_modules', '.bin', 'node');
const words = ['--disable-warning=ExperimentalWarning', join(root, 'test', 'gallery', 'run-gallery.ts')];
const { status } = spawnSync(node, [...words, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
