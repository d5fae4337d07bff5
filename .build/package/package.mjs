// `npm run package [-- --release]`: the packages of this system, in out/packages.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { resolveElectronRuntime } from '../../main/cli/runtime/electron-runtime.ts';
import { ensureBuilt } from '../build.mjs';
import {
  builderConfiguration,
  checkBuilt,
  packageDirectory,
  runtimeSuffix,
} from './application-directory.mjs';
import { billOfMaterials, thirdPartyLicences } from './bill-of-materials.mjs';
import { signDetached, writeChecksums } from './checksums.mjs';
import { linuxPackages } from './linux-packages.mjs';
import { releaseObjection } from './release-objection.mjs';
import { sourceDate } from './source-date.mjs';

const root = join(import.meta.dirname, '..', '..');
const report = (line) => process.stderr.write(`${line}\n`);
const { values } = parseArgs({ options: { release: { type: 'boolean', default: false } } });

await ensureBuilt({ root, report });
const runtime = await resolveElectronRuntime({ root, notice: report });
if (!runtime.ok) {
  report(`${runtime.failure.code}: ${runtime.failure.detail}`);
  process.exit(69);
}
const objection = values.release
  ? releaseObjection({ runtime: runtime.value, platform: process.platform, environment: process.env, root })
  : null;
if (objection !== null) {
  report(`No release: ${objection}`);
  process.exit(1);
}
await packageAll(runtime.value, values.release);

async function packageAll(chosen, release) {
  const out = join(root, 'out', 'packages');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const epoch = sourceDate(root);
  process.env.SOURCE_DATE_EPOCH = String(epoch);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { version: node } = JSON.parse(readFileSync(join(root, 'node_modules/node/package.json'), 'utf8'));
  const stem = `madoguchi-${version}${runtimeSuffix(chosen.kind)}`;
  const materials = billOfMaterials({ root, version, electron: chosen.version, node, epoch });
  const licences = await thirdPartyLicences(root);
  writeFileSync(join(out, `${stem}.cdx.json`), `${JSON.stringify(materials, null, 2)}\n`);
  writeFileSync(join(out, `${stem}.THIRD-PARTY.txt`), licences);
  if (process.platform === 'linux') {
    const application = await packageDirectory({ root, runtime: chosen, release });
    linuxPackages({ application, version, suffix: runtimeSuffix(chosen.kind), epoch, out, licences, report });
    // Its tools come from the same host as Electron's own release: where one is in reach, so are they.
    if (chosen.kind === 'official') await installers(chosen, release, ['AppImage'], out, application);
    else
      report(
        'No AppImage: electron-builder fetches its tool from the host of Electron’s releases, out of reach here.',
      );
  } else {
    const targets = process.platform === 'win32' ? ['nsis', 'msiWrapped'] : ['dmg', 'pkg'];
    await installers(chosen, release, targets, out, null);
  }
  const sums = writeChecksums(out);
  const signed =
    process.platform === 'linux'
      ? signDetached([sums, ...filesOf(out, /\.(?:deb|rpm|AppImage)$/)])
      : signDetached([sums]);
  if (release && process.platform === 'linux' && signed.length === 0) throw new Error('nothing was signed');
  for (const name of readdirSync(out)) report(`Packaged: ${join(out, name)}`);
}

/** Installers of electron-builder: of a directory that was checked, or with it, which is then checked. */
async function installers(chosen, release, targets, out, prepackaged) {
  const made = await build({
    projectDir: root,
    targets: Platform.current().createTarget(targets),
    publish: 'never',
    ...(prepackaged === null ? {} : { prepackaged }),
    config: {
      ...builderConfiguration({ root, runtime: chosen, release }),
      afterSign: async ({ appOutDir }) => checkBuilt({ root, folder: appOutDir, release }),
    },
  });
  for (const path of made) {
    if (/\.(?:exe|msi|dmg|pkg|AppImage)$/.test(path)) renameSync(path, join(out, basename(path)));
  }
}

function filesOf(folder, pattern) {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}
