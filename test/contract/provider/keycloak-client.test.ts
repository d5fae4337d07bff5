import KeycloakAdminClient from '@keycloak/keycloak-admin-client';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeycloakProvider } from '../../../main/provider/keycloak/keycloak.ts';
import type { ServiceRequest } from '../../rigs/http-service.ts';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import {
  keycloakClient,
  keycloakGroup,
  keycloakRole,
  startKeycloakAdministration,
} from '../../rigs/keycloak-administration.ts';

type Settings = Parameters<typeof createKeycloakProvider>[0];

const secrets = makeSecretFolder();
const clientSecretFile = secrets.write('client', keycloakClient.secret);
afterAll(() => secrets.remove());
const signal = () => AbortSignal.timeout(10_000);
const sakura = {
  id: 'id-2100001',
  username: 's2100001',
  attributes: { employeeNumber: ['2100001'] },
  credentials: [
    { id: 'c2', type: 'otp', credentialData: '{"subType":"totp"}' },
    { id: 'c3', type: 'webauthn', userLabel: 'YubiKey' },
  ],
};
const brief = { briefRepresentation: false };
const page = { first: 0, max: 100, ...brief };

let server: Awaited<ReturnType<typeof startKeycloakAdministration>>;
let vendor: KeycloakAdminClient;
beforeEach(async () => {
  server = await startKeycloakAdministration([sakura]);
  vendor = new KeycloakAdminClient({ baseUrl: `${server.origin}/auth`, realmName: 'campus' });
  await vendor.auth({
    grantType: 'client_credentials',
    clientId: keycloakClient.id,
    clientSecret: keycloakClient.secret,
  });
});
afterEach(() => server.stop());

/**
 * What a request asks for: everything of it but the values of its parameters, and the token. The vendor's client ends a
 * collection's path with a slash, sends an empty object where the interface knows no body, and its id beside the header that
 * proves it.
 */
function shapeOf({ method, path, query, body, headers }: ServiceRequest): string {
  const { client_id: _, ...said } =
    typeof body === 'object' && !Array.isArray(body) ? ({ ...body } as Record<string, unknown>) : {};
  return JSON.stringify({
    asked: `${method} ${path.replace(/\/$/, '')}`,
    parameters: Object.keys(query).sort(),
    body: Array.isArray(body) ? body : said,
    authorisation: headers.authorization?.split(' ')[0],
  });
}

/** The shapes of what is asked of the server meanwhile. */
async function asked(work: () => Promise<unknown>): Promise<ReadonlySet<string>> {
  const before = server.requests.length;
  await work();
  return new Set(server.requests.slice(before).map(shapeOf));
}

const provider = (more: Partial<Settings>) =>
  createKeycloakProvider({
    origin: server.origin,
    path: '/auth',
    realm: 'campus',
    clientId: keycloakClient.id,
    clientSecretFile,
    suspension: { by: 'group', group: keycloakGroup },
    person: { attribute: 'employeeNumber' },
    timeoutMilliseconds: 2000,
    ...more,
  });

describe('Keycloak’s own client', () => {
  it('does at the stand-in all that a suspension by a group does, and reads its answers', async () => {
    const { id } = sakura;
    const found = await vendor.users.find({ q: 'employeeNumber:"2100001"', exact: true, ...page });
    expect(found.map((user) => [user.id, user.username])).toEqual([[id, sakura.username]]);
    expect(await vendor.users.find({ username: sakura.username, exact: true, ...page })).toHaveLength(1);
    await vendor.users.addToGroup({ id, groupId: keycloakGroup });
    expect((await vendor.users.listGroups({ id, ...page })).map((group) => group.id)).toEqual([
      keycloakGroup,
    ]);
    expect((await vendor.groups.listMembers({ id: keycloakGroup, ...page })).map((user) => user.id)).toEqual([
      id,
    ]);
    await vendor.users.delFromGroup({ id, groupId: keycloakGroup });
    expect(server.members.size).toBe(0);
    const credentials = await vendor.users.getCredentials({ id });
    expect(credentials.map(({ type }) => type)).toEqual(['otp', 'webauthn']);
    await vendor.users.deleteCredential({ id, credentialId: 'c2' });
    expect(await vendor.users.getCredentials({ id })).toHaveLength(1);
    await vendor.users.logout({ id });
    expect(server.loggedOut).toEqual([id]);
    await expect(vendor.users.getCredentials({ id: 'nobody' })).rejects.toMatchObject({
      response: { status: 404 },
    });
  });

  it('does at the stand-in all that a suspension by a role does, and reads its answers', async () => {
    const { id } = sakura;
    const role = await vendor.roles.findOneByName({ name: keycloakRole });
    const roles = [{ id: role?.id ?? '', name: role?.name ?? '' }];
    await vendor.users.addRealmRoleMappings({ id, roles });
    expect((await vendor.users.listRealmRoleMappings({ id })).map(({ name }) => name)).toEqual([
      keycloakRole,
    ]);
    const holders = await vendor.roles.findUsersWithRole({ name: keycloakRole, ...page });
    expect(holders.map((user) => user.id)).toEqual([id]);
    await vendor.users.delRealmRoleMappings({ id, roles });
    expect(server.holders.size).toBe(0);
  });

  it.each([
    ['group', { suspension: { by: 'group', group: keycloakGroup } }],
    [
      'role',
      { suspension: { by: 'role', role: keycloakRole }, person: { attribute: 'username', prefix: 's' } },
    ],
  ] satisfies [string, Partial<Settings>][])(
    'asks as the connector does: paths, parameters, bodies, by %s',
    async (by, more) => {
      const { id, username } = sakura;
      const ours = await asked(async () => {
        const connector = provider(more);
        expect(await connector.health(signal())).toMatchObject({ ok: true });
        expect(await connector.suspend('2100001', signal())).toMatchObject({ ok: true });
        expect(await connector.status('2100001', signal())).toMatchObject({ ok: true, suspended: true });
        expect(await connector.listSuspended(signal())).toMatchObject({ ok: true });
        expect(await connector.factors?.('2100001', signal())).toMatchObject({ ok: true });
        expect(await connector.resetFactor?.('2100001', 'c2', signal())).toMatchObject({ ok: true });
        expect(await connector.endSessions?.('2100001', signal())).toMatchObject({ ok: true });
        expect(await connector.resume('2100001', signal())).toMatchObject({ ok: true });
      });
      const theirs = await asked(async () => {
        const again = new KeycloakAdminClient({ baseUrl: `${server.origin}/auth`, realmName: 'campus' });
        await again.auth({
          grantType: 'client_credentials',
          clientId: keycloakClient.id,
          clientSecret: keycloakClient.secret,
        });
        await vendor.users.getCredentials({ id });
        await vendor.users.deleteCredential({ id, credentialId: 'c2' }).catch(() => undefined);
        await vendor.users.logout({ id });
        if (by === 'group') {
          await vendor.groups.findOne({ id: keycloakGroup });
          await vendor.users.find({ q: 'employeeNumber:"2100001"', exact: true, ...page });
          await vendor.users.addToGroup({ id, groupId: keycloakGroup });
          await vendor.users.listGroups({ id, ...page });
          await vendor.groups.listMembers({ id: keycloakGroup, ...page });
          await vendor.users.delFromGroup({ id, groupId: keycloakGroup });
          return;
        }
        const role = await vendor.roles.findOneByName({ name: keycloakRole });
        const roles = [{ id: role?.id ?? '', name: role?.name ?? '' }];
        await vendor.users.find({ username, exact: true, ...page });
        await vendor.users.addRealmRoleMappings({ id, roles });
        await vendor.users.listRealmRoleMappings({ id });
        await vendor.roles.findUsersWithRole({ name: keycloakRole, ...page });
        await vendor.users.delRealmRoleMappings({ id, roles });
      });
      expect([...ours].filter((shape) => !theirs.has(shape))).toEqual([]);
      expect(ours.size).toBeGreaterThan(6);
    },
  );
});
