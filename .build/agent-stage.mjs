// Puts the agent into a package: its bundles, the packages that stay packages, and the Node that runs them.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import { nativePackages } from './bundles.mjs';
import { nodeLicence } from './package/node-licence.mjs';
import { stageBundles } from './package/station-bundles.mjs';

/** Needed to compile, never to run. */
const compileOnly = new Set(['node-addon-api']);
/** 20 MB of PostgreSQL in WebAssembly, for a hub that is tried out of a checkout; an installed hub has a server. */
const checkoutOnly = new Set(['@electric-sql/pglite']);
const leftOut =
  /(^|\/)(node_modules|src|deps|hidapi|bin|test)(\/|$)|\.(map|md|d\.ts|d\.cts|d\.mts|gyp)$|(^|\/)show-devices\.js$|^prebuilds\/HID-linux-/;

/**
 * Fills `target` with the bundles of `dist/node`, a `node_modules` of native packages for one platform, and the pinned
 * Node. The layout under `target` is the checkout's, so that the bundles find the same things in the same places.
 */
export function stageAgent({ root, target, platform, architecture }) {
  const installed = nativePackages.filter((name) => !checkoutOnly.has(name));
  stageBundles({
    dist: join(root, 'dist', 'node'),
    target: join(target, 'dist', 'node'),
    packages: new Set(installed),
  });
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(
    join(target, 'package.json'),
    `${JSON.stringify({ name, version, private: true, type: 'module' })}\n`,
  );
  for (const directory of runtimePackages(root, installed)) {
    const place = relative(join(root, 'node_modules'), directory);
    copyPackage(directory, join(target, 'node_modules', place), platform, architecture);
  }
  const executable = platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, 'node_modules', 'node');
  cpSync(realpathSync(join(pinned, 'bin', executable)), join(target, executable));
  chmodSync(join(target, executable), 0o755);
  writeFileSync(join(target, 'LICENSE.node.txt'), nodeLicence({ root, platform, architecture }));
}

/** The directories of the native packages and of everything that they load at run time, as installed. */
export function runtimePackages(root, names) {
  const found = new Set();
  const visit = (directory) => {
    if (found.has(directory)) return;
    found.add(directory);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(directory, 'package.json'), 'utf8'),
    );
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const installed = compileOnly.has(name) ? undefined : installedDirectory(directory, name);
      if (installed !== undefined) visit(installed);
      else if (name in dependencies && !compileOnly.has(name) && !(name in optionalDependencies)) {
        throw new Error(`${name}, which ${basename(directory)} needs, is not installed`);
      }
    }
  };
  for (const name of names) visit(join(root, 'node_modules', name));
  return [...found];
}

/** Where Node would look for a package: in the `node_modules` of this directory and of those above it. */
function installedDirectory(from, name) {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  return places.map((place) => join(place, name)).find((place) => existsSync(join(place, 'package.json')));
}

function copyPackage(from, to, platform, architecture) {
  mkdirSync(dirname(to), { recursive: true });
  const otherPlatforms = otherPrebuilds(platform, architecture);
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (path) => {
      const inside = relative(from, path).split(sep).join('/');
      return inside === '' || !(leftOut.test(inside) || otherPlatforms.test(inside));
    },
  });
}

/** Matches `prebuilds/linux-arm64.node`, `prebuilds/HID-win32-x64`, but not those of the wanted platform. */
function otherPrebuilds(platform, architecture) {
  return new RegExp(`^prebuilds/(?!(?:[A-Za-z_]+-)?${platform}-${architecture}(?:\\.node)?(?:/|$))`);
}
