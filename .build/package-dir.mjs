// `npm run package:dir`: the application directory for this platform, in out/. Nothing is fetched but, once, a runtime.
import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { resolveElectronRuntime } from '../main/cli/runtime/electron-runtime.ts';
import { ensureBuilt } from './build.mjs';

const root = join(import.meta.dirname, '..');
const report = (line) => process.stderr.write(`${line}\n`);

await ensureBuilt({ root, report });
const runtime = await resolveElectronRuntime({ notice: report });
if (!runtime.ok) {
  report(`${runtime.failure.code}: ${runtime.failure.detail}`);
  process.exit(1);
}
report(`Packaged: ${await packageDirectory(runtime.value)}`);

/**
 * Promises the directory with the application. Its name says which runtime is inside, and so does `resources/runtime.json`
 * in it; `out/<platform>-unpacked` is a link to the newest one.
 */
async function packageDirectory({ executable, version, kind }) {
  const out = join(root, 'out');
  const unpacked = join(
    out,
    process.platform === 'linux' ? 'linux-unpacked' : `${process.platform}-unpacked`,
  );
  const electronDist = electronDirectory(executable);
  let built;
  rmSync(unpacked, { recursive: true, force: true });
  await build({
    projectDir: root,
    targets: Platform.current().createTarget('dir'),
    publish: 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronDist,
      electronVersion: version,
      extraMetadata: { madoguchiRuntime: { version, kind } },
      beforePack: ({ appOutDir }) => {
        built = appOutDir;
      },
    },
  });
  const { version: own } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const suffix = kind === 'development' ? '-devruntime' : '';
  const named = join(out, `madoguchi-${own}-${process.platform}-${process.arch}${suffix}`);
  rmSync(named, { recursive: true, force: true });
  renameSync(built, named);
  symlinkSync(basename(named), unpacked, 'junction');
  return named;
}

/** The directory that holds the executable; on macOS, the one that holds its bundle. */
function electronDirectory(executable) {
  const bundle = /^(.*)\/[^/]+\.app\//.exec(executable);
  return bundle?.[1] ?? dirname(executable);
}
