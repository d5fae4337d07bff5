// The licence of the pinned Node, which has to go with it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The text, out of the installed package of this platform's Node. `npm install` prunes that package and leaves its
 * executable: then npm fetches it once more, and the text is kept under `out/cache`.
 */
export function nodeLicence({ root, platform, architecture }) {
  const pinned = join(root, 'node_modules', 'node');
  const { version } = JSON.parse(readFileSync(join(pinned, 'package.json'), 'utf8'));
  const system = platform === 'win32' ? 'win' : platform;
  const prefix = platform === 'darwin' && architecture === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${system}-${architecture}`;
  const kept = join(root, 'out', 'cache', `LICENSE.node-${version}.txt`);
  const places = [
    join(pinned, 'node_modules', name, 'LICENSE'),
    join(root, 'node_modules', name, 'LICENSE'),
    kept,
  ];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return readFileSync(found, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-node-'));
  try {
    const words = ['pack', '--silent', '--ignore-scripts', `${name}@${version}`];
    const npm = spawnSync('npm', words, {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (npm.status !== 0) throw new Error(`npm pack ${name}@${version} failed: ${npm.stderr}`);
    const [tarball] = npm.stdout.trim().split('\n').slice(-1);
    const tar = spawnSync('tar', ['-xzOf', join(folder, tarball), 'package/LICENSE'], { encoding: 'utf8' });
    if (tar.status !== 0 || !tar.stdout.includes('Node.js')) throw new Error(`${name} has no licence`);
    mkdirSync(join(root, 'out', 'cache'), { recursive: true });
    writeFileSync(kept, tar.stdout);
    return tar.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
