import type {
  KeyDescription,
  KeyCondition as NativeCondition,
} from '../../../native/client/key-description.ts';
import type { KeyCondition, KeyTrouble, PluggedKey } from '../../../preload/contract/models/keys.ts';

/** A key as windows are told of it: what comes from the device is cut short and cleaned, its path stays here. */
export function reportKey(id: string, { device, condition }: KeyDescription): PluggedKey {
  return {
    id,
    product: deviceText(device.product, 100),
    simulated: device.simulated,
    condition: condition.ok ? reportCondition(condition.value) : null,
    trouble: condition.ok ? null : troubleOf(condition.error.code),
  };
}

function reportCondition(condition: NativeCondition): KeyCondition {
  const { aaguid, versions, firmware, pin, sensor, alwaysVerifies, credentials, longTouchForReset } =
    condition;
  return {
    model: aaguid,
    versions: versions.slice(0, 10).map((version) => deviceText(version, 40)),
    firmware,
    pin: { ...pin },
    sensor: sensor === null ? null : { ...sensor },
    alwaysVerifies,
    credentials: { ...credentials },
    longTouchForReset,
  };
}

/** Why nothing more is known of a key. Whatever the person cannot do anything about is `unreadable`. */
function troubleOf(code: string): KeyTrouble {
  switch (code) {
    case 'key/no-permission':
      return 'no-permission';
    case 'key/busy':
      return 'in-use';
    case 'key/u2f-only':
      return 'u2f-only';
    default:
      return 'unreadable';
  }
}

/**
 * Text that a device or another program wrote: one line, no control or direction marks, at most so many UTF-16 units, cut between
 * characters.
 */
export function deviceText(text: string, longest: number): string {
  const clean = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  let cut = '';
  for (const character of clean) {
    if (cut.length + character.length > longest) break;
    cut += character;
  }
  return cut;
}
