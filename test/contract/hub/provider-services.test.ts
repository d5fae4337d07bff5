import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createEntraProvider } from '../../../main/provider/entra/entra.ts';
import { createOktaProvider } from '../../../main/provider/okta/okta.ts';
import type { Provider } from '../../../main/provider/provider.ts';
import { excludedGroup, startGraph } from '../../rigs/graph/graph.ts';
import { graphClientId, graphTenant } from '../../rigs/graph/graph-token-endpoint.ts';
import type { HttpService, ServiceAnswer } from '../../rigs/http-service.ts';
import { makeRsaKey, makeSecretFolder } from '../../rigs/key-files.ts';
import { exemptGroup, startOktaManagement } from '../../rigs/okta-management/okta-management.ts';
import { oktaClientId } from '../../rigs/okta-management/okta-token-endpoint.ts';
import { createHubBed } from './hub-bed.ts';
import { hour } from './hub-documents.ts';

interface Service extends HttpService {
  readonly groupMembers: ReadonlySet<string>;
  interfere(answer: (() => ServiceAnswer | 'silent' | 'cut') | null): void;
}

const secrets = makeSecretFolder();
const key = makeRsaKey();

const services = {
  async okta() {
    const service = await startOktaManagement({ people: [], publicKeyPem: key.publicKeyPem });
    const provider = createOktaProvider({
      origin: service.origin,
      clientId: oktaClientId,
      privateKeyFile: secrets.write('okta.pem', key.privateKeyPem),
      group: exemptGroup,
    });
    const admit = (person: string) => {
      service.people.set('00u0000000000000001', {
        id: '00u0000000000000001',
        number: person,
        login: `${person}@univ.test`,
      });
    };
    return { service, provider, admit };
  },
  async entra() {
    const service = await startGraph({ people: [], secret: 'secret' });
    const provider = createEntraProvider({
      tenant: graphTenant,
      clientId: graphClientId,
      credential: { kind: 'secret', secretFile: secrets.write('entra', 'secret') },
      group: excludedGroup,
      propagationSeconds: 0,
      standIn: service.origin,
    });
    const id = '00000001-0000-4000-8000-000000000000';
    const admit = (person: string) => {
      service.people.set(id, { id, employeeId: person, userPrincipalName: `${person}@univ.test` });
    };
    return { service, provider, admit };
  },
} satisfies Record<
  string,
  () => Promise<{ service: Service; provider: Provider; admit: (person: string) => void }>
>;

afterAll(() => secrets.remove());

describe.each(['okta', 'entra'] as const)('a hub before %s', (kind) => {
  let database: HubDatabase;
  beforeAll(async () => {
    database = await openDatabase({ kind: 'embedded', directory: null });
  });
  afterAll(() => database.close());

  it('I2, I3, I5: a signed suspension takes effect once, through a limit and an outage, and ends', async () => {
    const { service, provider, admit } = await services[kind]();
    const bed = await createHubBed(database, { provider: () => provider });
    const station = await bed.enrol('counter');
    const operator = await bed.operator();
    const person = await bed.person();
    await bed.policy();
    admit(person);
    const run = () => bed.hub.reconciler.runDue();
    const outcomes = (id: string) => bed.outcomes(station, id);

    const command = bed.suspension(station, operator, person, { until: bed.at(24 * hour) });
    service.interfere(() => ({ status: 429, headers: { 'retry-after': '30' }, body: {} }));
    await bed.issue(station, operator, command);
    await run();
    expect(await outcomes(command.id)).toEqual(['accepted']);
    service.interfere(null);
    bed.advance(29_000);
    await run();
    expect(service.groupMembers.size).toBe(0);
    // What it asked for, and at most a quarter of that, by which hubs come back one after the other.
    bed.advance(1000 + 7500);
    await run();
    expect(service.groupMembers.size).toBe(1);
    expect(await outcomes(command.id)).toEqual(['accepted', 'applied']);
    const asked = service.requests.length;
    await run();
    expect(service.requests.length).toBe(asked);

    bed.advance(24 * hour);
    service.interfere(() => 'cut');
    await run();
    expect(service.groupMembers.size).toBe(1);
    service.interfere(null);
    bed.advance(hour);
    await run();
    expect(service.groupMembers.size).toBe(0);
    expect(await outcomes(command.id)).toEqual(['accepted', 'applied', 'ended expired']);
    await bed.close();
    await service.stop();
  });
});
