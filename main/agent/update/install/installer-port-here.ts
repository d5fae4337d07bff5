import { createDebianInstaller } from './debian-installer.ts';
import type { InstallerPort } from './installer-port.ts';
import { createMacInstaller } from './macos-installer.ts';
import { createWindowsInstaller } from './windows-installer.ts';

/** How packages are put on the system that this runs on; null where nothing here can. */
export function installerHere(platform: NodeJS.Platform): InstallerPort | null {
  if (platform === 'linux') return createDebianInstaller();
  if (platform === 'win32') return createWindowsInstaller();
  return platform === 'darwin' ? createMacInstaller() : null;
}
