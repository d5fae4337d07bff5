import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';

export function describeNetworks(database: () => HubDatabase): void {
  describe('exempt networks', () => {
    let bed: HubBed;
    beforeEach(async () => {
      bed = await createHubBed(database());
    });
    afterEach(() => bed.close());

    const room = {
      id: 'lab-1',
      label: { ja: '第1実習室', en: 'Laboratory 1' },
      networks: ['192.0.2.0/24'],
      stations: ['pc-1'],
    };
    const inHealth = async () => {
      const { body } = await bed.http('GET', '/v1/health');
      return (body as { networks: string }).networks;
    };

    it('are not compared before there is a policy', async () => {
      expect(await bed.hub.administration.networkDrift()).toEqual({ state: 'not-compared' });
      expect(await inHealth()).toBe('not-compared');
    });

    it('that differ from the newest policy are named to IT, and only counted as such in the health answer', async () => {
      await bed.policy({ rooms: [room] });
      await bed.simulated.setExemptNetworks([
        { name: 'madoguchi example lab-1', ranges: ['192.0.2.0/23'], trusted: true },
      ]);
      expect(await bed.hub.administration.networkDrift()).toMatchObject({
        state: 'differ',
        judgement: { drift: [{ kind: 'extra', zone: 'madoguchi example lab-1', network: '192.0.3.0/24' }] },
      });
      expect(await inHealth()).toBe('differ');
      await bed.simulated.setExemptNetworks([
        { name: 'madoguchi example lab-1', ranges: ['192.0.2.0/24'], trusted: true },
      ]);
      expect(await bed.hub.administration.networkDrift()).toMatchObject({ state: 'agree' });
      // Whatever asks the health route can't make the hub ask the provider more than once a minute.
      expect(await inHealth()).toBe('differ');
      await bed.restart();
      expect(await inHealth()).toBe('agree');
    });

    it('of a provider that does not answer are unknown, and networks survive its changes of people', async () => {
      await bed.policy({ rooms: [room] });
      await bed.simulated.setExemptNetworks([
        { name: 'madoguchi example', ranges: ['192.0.2.0-192.0.2.255'], trusted: true },
      ]);
      await bed.simulated.suspend('somebody', new AbortController().signal);
      expect(await bed.hub.administration.networkDrift()).toMatchObject({ state: 'agree' });
      bed.simulated.setOutage(true);
      expect(await bed.hub.administration.networkDrift()).toEqual({ state: 'unknown' });
      expect(await inHealth()).toBe('unknown');
    });
  });
}
