// electron-builder's hook: what lies beside the ASAR, and what the Electron executable may still be made to do.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { Arch } from 'electron-builder';
import { stageAgent } from './agent-stage.mjs';

/** Off: ways to make the application run other code. On: what protects cookies and the code itself. */
const wantedFuses = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/** Fuses that an old development runtime may lack; a release must have all. */
const newerFuses = new Set([String(FuseV1Options.GrantFileProtocolExtraPrivileges)]);

export default async function afterPack({ appOutDir, packager, electronPlatformName, arch }) {
  const resources = packager.getResourcesDir(appOutDir);
  rmSync(join(resources, 'app'), { recursive: true, force: true });
  stageAgent({
    root: packager.projectDir,
    target: join(resources, 'agent'),
    platform: electronPlatformName,
    architecture: Arch[arch],
  });
  const { version, kind } = packager.config.extraMetadata.madoguchiRuntime;
  writeFileSync(join(resources, 'runtime.json'), `${JSON.stringify({ electron: version, kind })}\n`);
  await setFuses(executableOf(appOutDir, packager, electronPlatformName), kind === 'development');
  refuseSourceMaps(appOutDir);
}

function executableOf(appOutDir, packager, platform) {
  if (platform === 'darwin') return join(appOutDir, `${packager.appInfo.productFilename}.app`);
  if (platform === 'win32') return join(appOutDir, `${packager.appInfo.productFilename}.exe`);
  return join(appOutDir, packager.executableName);
}

/** Sets every wanted fuse and reads them back; a development runtime may lack the newest. */
export async function setFuses(executable, development) {
  const present = await getCurrentFuseWire(executable);
  const fuses = Object.entries(wantedFuses).filter(([fuse]) => {
    if (present[fuse] !== undefined) return true;
    if (development && newerFuses.has(fuse)) return false;
    throw new Error(`this Electron has no fuse ${FuseV1Options[fuse]}`);
  });
  await flipFuses(executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...Object.fromEntries(fuses),
  });
  const written = await getCurrentFuseWire(executable);
  for (const [fuse, on] of fuses) {
    if (written[fuse] !== (on ? FuseState.ENABLE : FuseState.DISABLE)) {
      throw new Error(`fuse ${FuseV1Options[fuse]} did not take`);
    }
  }
}

function refuseSourceMaps(directory) {
  const maps = readdirSync(directory, { recursive: true }).filter((path) => path.endsWith('.map'));
  if (maps.length > 0) throw new Error(`source maps in the package: ${maps.join(', ')}`);
}
