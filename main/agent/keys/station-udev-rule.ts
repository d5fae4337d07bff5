import { readFileSync } from 'node:fs';
import { groupName, udevRule } from './udev-rule.ts';

/** The udev rule for this process's own group; null on systems without udev. */
export function stationUdevRule(): string | null {
  const id = process.getegid?.();
  if (process.platform !== 'linux' || id === undefined) return null;
  let groups = '';
  try {
    groups = readFileSync('/etc/group', 'utf8');
  } catch {
    // The number serves as well.
  }
  return udevRule(groupName(groups, id));
}
