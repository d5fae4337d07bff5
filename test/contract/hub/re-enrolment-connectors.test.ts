import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createKeycloakProvider } from '../../../main/provider/keycloak/keycloak.ts';
import type { Provider } from '../../../main/provider/provider.ts';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import {
  keycloakClient,
  keycloakGroup,
  startKeycloakAdministration,
} from '../../rigs/keycloak-administration.ts';
import { account as accountAtEntra, method, openBed as openEntra } from '../provider/entra-bed.ts';
import { account as accountAtOkta, openBed as openOkta } from '../provider/okta-bed.ts';
import { openBed as openPrivacyIdea } from '../provider/privacyidea-bed.ts';
import { createHubBed } from './hub-bed.ts';
import { policyOf } from './hub-documents.ts';

const person = '2100001';
const minute = 60_000;
const secrets = makeSecretFolder();

/** A connector before its service, and a person there who can register one more factor. */
interface Bed {
  readonly provider: Provider;
  readonly register: () => void;
  readonly stop: () => Promise<void>;
}

const connectors: Readonly<Record<string, () => Promise<Bed>>> = {
  async okta() {
    const { okta, provider, stop } = await openOkta();
    const register = () => {
      const id = accountAtOkta(1);
      const before = okta.people.get(id);
      if (before === undefined) throw new Error('nobody');
      const created = '2026-04-06T01:30:00.000Z';
      const added = { id: 'ost2', factorType: 'token:software:totp', created };
      const factors = [...(before.factors ?? []), added];
      okta.people.set(id, { ...before, factors });
    };
    return { provider, register, stop };
  },
  async entra() {
    const { graph, provider, stop } = await openEntra();
    const register = () => {
      const id = accountAtEntra(1);
      const before = graph.people.get(id);
      if (before === undefined) throw new Error('nobody');
      const added = method('fido2', '-3_GRUg2-HYz6_1YG4YRAQ2', { displayName: 'New key', model: 'NFC' });
      graph.people.set(id, { ...before, methods: [...(before.methods ?? []), added] });
    };
    return { provider, register, stop };
  },
  async privacyidea() {
    const { server, provider, stop } = await openPrivacyIdea();
    server.add({ serial: 'OLD', tokentype: 'totp', username: `s${person}` });
    return {
      provider,
      register: () => server.add({ serial: 'NEW', tokentype: 'totp', username: `s${person}` }),
      stop,
    };
  },
  async keycloak() {
    const credentials = [{ id: 'c1', type: 'webauthn' }];
    const server = await startKeycloakAdministration([
      { id: 'id-1', username: `s${person}`, attributes: { employeeNumber: [person] }, credentials },
    ]);
    const provider = createKeycloakProvider({
      origin: server.origin,
      path: '/auth',
      realm: 'campus',
      clientId: keycloakClient.id,
      clientSecretFile: secrets.write('keycloak', `${keycloakClient.secret}\n`),
      suspension: { by: 'group', group: keycloakGroup },
      person: { attribute: 'employeeNumber' },
    });
    const added: object & { readonly id: string } = Object.assign({ id: 'c2' }, { type: 'webauthn' });
    const register = () => void server.users.get('id-1')?.credentials.push(added);
    return { provider, register, stop: () => server.stop() };
  },
};

afterAll(() => secrets.remove());

describe.each(Object.entries(connectors))('re-enrolment at %s', (_, open) => {
  let database: HubDatabase;
  beforeAll(async () => {
    database = await openDatabase({ kind: 'embedded', directory: null });
  });
  afterAll(() => database.close());

  it('ends a suspension by a factor that came since, and by none of before (I1, I2)', async () => {
    const { provider, register, stop } = await open();
    const bed = await createHubBed(database, { provider: () => provider });
    try {
      const station = await bed.enrol('counter');
      const operator = await bed.operator();
      await bed.person(person);
      const { suspension } = policyOf(bed.now());
      await bed.policy({ suspension: { ...suspension, reEnrolmentMinutes: 10 } });
      const command = bed.suspension(station, operator, person);
      await bed.issue(station, operator, command);
      const look = async () => {
        bed.advance(15 * minute);
        const looked = await bed.hub.watchFactors();
        await bed.hub.reconciler.runDue();
        return looked;
      };
      await bed.hub.reconciler.runDue();
      const status = async () => provider.status(person, AbortSignal.timeout(10_000));
      expect(await status()).toEqual({ ok: true, suspended: true });
      for (let count = 0; count < 3; count += 1)
        expect(await look()).toEqual({ outcome: 'looked', looked: 1, ended: 0, waiting: 0 });
      register();
      expect(await look()).toEqual({ outcome: 'looked', looked: 1, ended: 1, waiting: 0 });
      expect(await status()).toEqual({ ok: true, suspended: false });
      expect((await bed.outcomes(station, command.id)).at(-1)).toBe('ended re-enrolled');
    } finally {
      await bed.close();
      await stop();
    }
  });
});
