// The application directory, by electron-builder: what every package of this system is made from.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { objectionsTo } from './check-application.mjs';
import { signingConfiguration } from './signing.mjs';

/** The mark in the name of everything that has the development runtime inside. */
export const runtimeSuffix = (kind) => (kind === 'development' ? '-devruntime' : '');

/** What electron-builder is told besides `electron-builder.yml`: which Electron, and how to sign here. */
export function builderConfiguration({ root, runtime, release }) {
  const signing = signingConfiguration(process.env);
  return {
    extends: join(root, 'electron-builder.yml'),
    electronDist: electronDirectory(runtime.executable),
    electronVersion: runtime.version,
    extraMetadata: { madoguchiRuntime: { version: runtime.version, kind: runtime.kind } },
    forceCodeSigning: release && process.platform !== 'linux',
    ...signing,
  };
}

/**
 * Promises the directory with the application. Its name says which runtime is inside, and so does `resources/runtime.json`
 * in it; `out/<platform>-unpacked` is a link to the newest one. Throws where what was built may not be installed.
 */
export async function packageDirectory({ root, runtime, release = false }) {
  const out = join(root, 'out');
  const unpacked = join(out, `${process.platform}-unpacked`);
  let built;
  rmSync(unpacked, { recursive: true, force: true });
  await build({
    projectDir: root,
    targets: Platform.current().createTarget('dir'),
    publish: 'never',
    config: {
      ...builderConfiguration({ root, runtime, release }),
      beforePack: ({ appOutDir }) => {
        built = appOutDir;
      },
    },
  });
  await checkBuilt({ root, folder: built, release });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const system = `${process.platform}-${process.arch}`;
  const named = join(out, `madoguchi-${version}-${system}${runtimeSuffix(runtime.kind)}`);
  rmSync(named, { recursive: true, force: true });
  renameSync(built, named);
  symlinkSync(basename(named), unpacked, 'junction');
  return named;
}

/** Throws with every objection to a built application directory. */
export async function checkBuilt({ root, folder, release }) {
  const bundle = readdirSync(folder).find((name) => name.endsWith('.app'));
  const inside = bundle === undefined ? folder : join(folder, bundle, 'Contents');
  const places =
    bundle === undefined
      ? [
          join(folder, 'resources'),
          join(folder, process.platform === 'win32' ? 'Madoguchi.exe' : 'madoguchi'),
        ]
      : [join(inside, 'Resources'), fuseCarrier(inside)];
  const pinned = JSON.parse(readFileSync(join(root, 'node_modules', 'node', 'package.json'), 'utf8'));
  const objections = await objectionsTo({
    resources: places[0],
    executable: places[1],
    nodeVersion: pinned.version,
    platform: process.platform,
    architecture: process.arch,
    release,
  });
  if (objections.length > 0) throw new Error(`the package may not be installed:\n${objections.join('\n')}`);
}

/** On macOS the fuses lie in the framework and not in the small executable. */
function fuseCarrier(contents) {
  const framework = join(contents, 'Frameworks', 'Electron Framework.framework', 'Electron Framework');
  return existsSync(framework) ? framework : join(contents, 'MacOS', 'Madoguchi');
}

/** The directory that holds the executable; on macOS, the one that holds its bundle. */
export function electronDirectory(executable) {
  const bundle = /^(.*)\/[^/]+\.app\//.exec(executable);
  return bundle?.[1] ?? dirname(executable);
}
