import type { PluggedKey } from '../../../preload/contract/models/keys.ts';

/** What a key's card says first, the most pressing thing of all. */
export type KeyStanding =
  | 'no-permission'
  | 'in-use'
  | 'u2f-only'
  | 'unreadable'
  | 'blocked-for-good'
  | 'blocked-until-replug'
  | 'pin-unsupported'
  | 'pin-not-set'
  | 'pin-must-change'
  | 'sensor-blocked'
  | 'ready';

/** Judges a key; a trouble comes before its PIN, its PIN before its sensor. */
export function keyStanding(key: PluggedKey): KeyStanding {
  const { condition, trouble } = key;
  if (condition === null) return trouble ?? 'unreadable';
  const { pin, sensor } = condition;
  if (pin.blocked === 'for-good') return 'blocked-for-good';
  if (pin.blocked === 'until-replug') return 'blocked-until-replug';
  if (!pin.supported) return sensor?.enrolled === true ? 'ready' : 'pin-unsupported';
  if (!pin.set) return 'pin-not-set';
  if (pin.mustChange) return 'pin-must-change';
  return sensor?.blocked === true ? 'sensor-blocked' : 'ready';
}

/** What can be done with a key as it stands. */
export function keyActions(key: PluggedKey): {
  readonly setPin: boolean;
  readonly changePin: boolean;
  readonly credentials: boolean;
  readonly reset: boolean;
} {
  const { condition } = key;
  if (condition === null) return { setPin: false, changePin: false, credentials: false, reset: false };
  const { pin, sensor, credentials } = condition;
  const open = pin.blocked === 'no';
  return {
    setPin: pin.supported && !pin.set && open,
    changePin: pin.supported && pin.set && open,
    credentials:
      credentials.manageable && open && ((pin.set && !pin.mustChange) || sensor?.enrolled === true),
    reset: true,
  };
}
