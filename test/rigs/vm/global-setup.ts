import { installMissingPackages, isAvailable, prepareKernel } from './prepare-guest.ts';

/** Before any test that boots the guest: installs and downloads what it needs, or says why those tests are skipped. */
export function setup(): void {
  installMissingPackages();
  const availability = isAvailable();
  if (availability.available) prepareKernel();
  else console.log(`The tests in a virtual machine are skipped: ${availability.reason}`);
}
