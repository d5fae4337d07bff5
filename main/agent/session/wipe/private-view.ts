import { readMountInfo, readMounts } from './mounts-below.ts';

/** Where systemd keeps what a service with `PrivateTmp` sees instead of the computer's /tmp and /var/tmp. */
const privateFolder = /(^|\/)systemd-private-/;

/**
 * Whether what this process sees at a path is its service's own and not what everybody else sees there. Emptying it would
 * prove that nothing is left of a session while all that the session left is still in the real one.
 */
export function isPrivateView(folder: string, mountInfo: () => string = readMountInfo): boolean {
  const isCovering = (place: string) => place === '/' || folder === place || folder.startsWith(`${place}/`);
  let covering = { place: '', root: '/' };
  for (const mount of readMounts(mountInfo)) {
    // Of two at one place the later lies on top.
    if (isCovering(mount.place) && mount.place.length >= covering.place.length) covering = mount;
  }
  return privateFolder.test(covering.root);
}
