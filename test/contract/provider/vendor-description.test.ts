import { expect, test } from 'vitest';
import { createEntraProvider } from '../../../main/provider/entra/entra.ts';
import { createOktaProvider } from '../../../main/provider/okta/okta.ts';
import { excludedGroup, startGraph } from '../../rigs/graph/graph.ts';
import { graphClientId, graphTenant } from '../../rigs/graph/graph-token-endpoint.ts';
import { makeRsaKey, makeSecretFolder } from '../../rigs/key-files.ts';
import { exemptGroup, startOktaManagement } from '../../rigs/okta-management/okta-management.ts';
import { oktaClientId } from '../../rigs/okta-management/okta-token-endpoint.ts';

const user = '00u1234567890abcdef0';
const oktaBreaches: [name: string, method: string, path: string, body?: object][] = [
  ['a path that is not described', 'POST', `/api/v1/groups/${exemptGroup}/users`],
  ['a method that is not', 'PATCH', `/api/v1/groups/${exemptGroup}/users/${user}`],
  ['a query that is not', 'GET', '/api/v1/users?find=x'],
  [
    'a body of the wrong shape',
    'POST',
    `/api/v1/users/${user}/authenticator-enrollments/tac`,
    { profile: { ttl: 60 } },
  ],
];

test.each(oktaBreaches)('Okta’s description tells %s', async (_name, method, path, body?: object) => {
  const okta = await startOktaManagement({ people: [], publicKeyPem: makeRsaKey().publicKeyPem });
  const answer = await fetch(okta.origin + path, { method, ...jsonOf(body) });
  expect(answer.status).toBe(500);
  await expect(okta.stop()).rejects.toThrow(/beyond the description/);
});

const graphBreaches: [name: string, method: string, path: string, body?: object][] = [
  ['a path that is not described', 'GET', '/v1.0/me'],
  ['a property that is not', 'GET', '/v1.0/users?$select=id,shoeSize'],
  ['a query that is not', 'GET', '/v1.0/users?find=x'],
  [
    'a body of the wrong shape',
    'POST',
    `/v1.0/users/${user}/microsoft.graph.checkMemberGroups`,
    { groupIds: 'x' },
  ],
];

test.each(graphBreaches)('Graph’s description tells %s', async (_name, method, path, body?: object) => {
  const graph = await startGraph({ people: [] });
  const answer = await fetch(graph.origin + path, { method, ...jsonOf(body) });
  expect(answer.status).toBe(500);
  await expect(graph.stop()).rejects.toThrow(/beyond the description/);
});

test('an answer of its own that breaks the description is told too', async () => {
  const zones = [{ id: 'nzo1', name: 7, type: 'IP' }];
  const key = makeRsaKey();
  const okta = await startOktaManagement({ people: [], publicKeyPem: key.publicKeyPem, zones });
  const secrets = makeSecretFolder();
  const provider = createOktaProvider({
    origin: okta.origin,
    clientId: oktaClientId,
    privateKeyFile: secrets.write('okta.pem', key.privateKeyPem),
    group: exemptGroup,
    readsNetworks: true,
  });
  const answer = await provider.exemptNetworks?.list(AbortSignal.timeout(5000));
  expect(answer).toEqual({ ok: false, code: 'provider/unavailable' });
  await expect(okta.stop()).rejects.toThrow(/listNetworkZones answered 200/);
  secrets.remove();
});

test('an answer that is not what it calls itself is told too', async () => {
  const id = '00000001-0000-4000-8000-000000000000';
  const phone = { '@odata.type': '#microsoft.graph.phoneAuthenticationMethod', id, phoneType: 'satellite' };
  const secrets = makeSecretFolder();
  const graph = await startGraph({
    people: [{ id, employeeId: '1', userPrincipalName: '1@univ.test', methods: [phone] }],
    secret: 'secret',
  });
  const provider = createEntraProvider({
    tenant: graphTenant,
    clientId: graphClientId,
    credential: { kind: 'secret', secretFile: secrets.write('secret', 'secret') },
    group: excludedGroup,
    standIn: graph.origin,
  });
  expect(await provider.factors?.('1', AbortSignal.timeout(5000))).toMatchObject({ ok: true });
  await expect(graph.stop()).rejects.toThrow(/phoneAuthenticationMethod/);
  secrets.remove();
});

function jsonOf(body: object | undefined) {
  return body === undefined
    ? {}
    : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
