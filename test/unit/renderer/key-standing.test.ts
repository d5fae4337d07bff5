import { describe, expect, test } from 'vitest';
import type { KeyCondition, PluggedKey } from '../../../preload/contract/models/keys.ts';
import { keyActions, keyStanding } from '../../../renderer/features/keys/key-standing.ts';

const condition: KeyCondition = {
  model: 'b7a9c6d2-51f0-4e0a-9a6e-6d61646f6775',
  versions: ['FIDO_2_1'],
  firmware: 2,
  pin: {
    supported: true,
    set: true,
    retriesLeft: 8,
    blocked: 'no',
    mustChange: false,
    minimumLength: 4,
    maximumLength: 63,
  },
  sensor: null,
  alwaysVerifies: null,
  credentials: { manageable: true, remaining: 20 },
  longTouchForReset: false,
};
const key = (change: Partial<KeyCondition> | null, trouble: PluggedKey['trouble'] = null): PluggedKey => ({
  id: 'key',
  product: 'Key',
  simulated: false,
  trouble,
  condition: change === null ? null : { ...condition, ...change },
});
const pin = (change: Partial<KeyCondition['pin']>) => key({ pin: { ...condition.pin, ...change } });
const sensor = (enrolled: boolean, blocked = false) => ({ enrolled, blocked, retriesLeft: blocked ? 0 : 3 });

describe('how a key stands, and what can be done with it', () => {
  test.each([
    ['it works', key({}), 'ready', ['changePin', 'credentials', 'reset']],
    ['no permission', key(null, 'no-permission'), 'no-permission', []],
    ['held by another program', key(null, 'in-use'), 'in-use', []],
    ['U2F alone', key(null, 'u2f-only'), 'u2f-only', []],
    ['no sense', key(null, null), 'unreadable', []],
    ['no PIN', pin({ set: false, retriesLeft: null }), 'pin-not-set', ['setPin', 'reset']],
    ['a PIN to be changed', pin({ mustChange: true }), 'pin-must-change', ['changePin', 'reset']],
    ['three wrong PINs', pin({ blocked: 'until-replug', retriesLeft: 5 }), 'blocked-until-replug', ['reset']],
    ['eight wrong PINs', pin({ blocked: 'for-good', retriesLeft: 0 }), 'blocked-for-good', ['reset']],
    ['no PIN at all', pin({ supported: false, set: false }), 'pin-unsupported', ['reset']],
    [
      'a finger in place of a PIN',
      key({ pin: { ...condition.pin, supported: false, set: false }, sensor: sensor(true) }),
      'ready',
      ['credentials', 'reset'],
    ],
    [
      'a blocked reader',
      key({ sensor: sensor(true, true) }),
      'sensor-blocked',
      ['changePin', 'credentials', 'reset'],
    ],
    [
      'no listing of credentials',
      key({ credentials: { manageable: false, remaining: null } }),
      'ready',
      ['changePin', 'reset'],
    ],
  ])('%s', (_, plugged, standing, actions) => {
    expect(keyStanding(plugged)).toBe(standing);
    const offered = Object.entries(keyActions(plugged)).flatMap(([name, is]) => (is ? [name] : []));
    expect(offered.sort()).toEqual([...actions].sort());
  });
});
