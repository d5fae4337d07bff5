// Puts the agent into a package: its bundles, the packages that stay packages, and the Node that runs them.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import { nativePackages } from './bundles.mjs';

/** Needed to compile, never to run. */
const compileOnly = new Set(['node-addon-api']);
const leftOut =
  /(^|\/)(node_modules|src|deps|hidapi|bin|test)(\/|$)|\.(map|md|d\.ts|d\.cts|d\.mts|gyp)$|(^|\/)show-devices\.js$/;

/**
 * Fills `target` with `dist/node`, a `node_modules` of native packages for one platform, and the pinned Node. The layout
 * under `target` is the checkout's, so that the bundles find the same things in the same places.
 */
export function stageAgent({ root, target, platform, architecture }) {
  cpSync(join(root, 'dist', 'node'), join(target, 'dist', 'node'), { recursive: true });
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(
    join(target, 'package.json'),
    `${JSON.stringify({ name, version, private: true, type: 'module' })}\n`,
  );
  for (const directory of runtimePackages(root)) {
    const place = relative(join(root, 'node_modules'), directory);
    copyPackage(directory, join(target, 'node_modules', place), platform, architecture);
  }
  const executable = platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, 'node_modules', 'node');
  cpSync(realpathSync(join(pinned, 'bin', executable)), join(target, executable));
  chmodSync(join(target, executable), 0o755);
  const released = installedDirectory(
    pinned,
    `node-${platform === 'win32' ? 'win' : platform}-${architecture}`,
  );
  if (released === undefined)
    throw new Error(`the pinned Node for ${platform} ${architecture} is not installed`);
  cpSync(join(released, 'LICENSE'), join(target, 'LICENSE.node.txt'));
}

/** The directories of the native packages and of everything that they load at run time, as installed. */
function runtimePackages(root) {
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
  for (const name of nativePackages) visit(join(root, 'node_modules', name));
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
