import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';
import { describesProvider } from './provider-suite.ts';

const people: readonly [string, string] = ['2100001', '2100002'];

describe('simulated', () => {
  describesProvider(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-simulated-'));
    const provider = createSimulatedProvider({
      path: join(folder, 'state.json'),
      knows: (person) => people.includes(person) || person === '2100009',
      factorsOf: () => [{ id: 'app', kind: 'totp', label: '', counts: true, registeredAt: null }],
    });
    return {
      provider,
      people,
      unknown: '2999999',
      factor: 'app',
      isExempt: async (person) => {
        const last = (await provider.history()).findLast((change) => change.person === person);
        return last?.change === 'suspended';
      },
      administer: {
        disown: (person) => provider.giveAccount(person, '2100009'),
        remove: (person) => provider.giveAccount(person, 'removed'),
        gone: 'provider/unknown-person',
      },
      trouble: {
        throttle: (seconds) => provider.setOutage(true, seconds * 1000),
        fail: () => provider.setOutage(true),
        heal: () => provider.setOutage(false),
      },
      stop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }, ['throttle', 'fail']);
});
