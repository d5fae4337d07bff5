import { test } from 'vitest';
import { createEntraProvider } from '../../../main/provider/entra/entra.ts';
import {
  excludedGroup,
  type GraphMethod,
  type GraphPerson,
  type Interference,
  startGraph,
} from '../../rigs/graph/graph.ts';
import { graphClientId, graphTenant } from '../../rigs/graph/graph-token-endpoint.ts';
import { makeSecretFolder } from '../../rigs/key-files.ts';

export const secrets = makeSecretFolder();
export const secret = 'Q~an-application-secret';
export const secretFile = secrets.write('entra-secret', `${secret}\n`);

export const account = (place: number) => `0000000${place}-0000-4000-8000-000000000000`;
export const method = (kind: string, id: string, more: object = {}): GraphMethod => ({
  '@odata.type': `#microsoft.graph.${kind}AuthenticationMethod`,
  id,
  ...more,
});
export const person = (place: number, more: Partial<GraphPerson> = {}): GraphPerson => ({
  id: account(place),
  employeeId: `210000${place}`,
  userPrincipalName: `210000${place}@univ.test`,
  ...more,
});
export const people: readonly GraphPerson[] = [
  person(1, {
    methods: [
      method('password', '28c10230-6103-485e-b985-444c60001490', { password: null }),
      method('phone', '3179e48a-750b-4051-897c-87b9720928f7', {
        phoneNumber: '+81 9012341337',
        phoneType: 'mobile',
        smsSignInState: 'notSupported',
      }),
      method('phone', 'e37fc753-ff3b-4958-9484-eaa9425c82bc', {
        phoneNumber: '+81 312345678',
        phoneType: 'office',
      }),
      method('email', '3ddfcfc8-9383-446f-83cc-3ab9be4be18f', { emailAddress: 'sakura@example.test' }),
      method('fido2', '-2_GRUg2-HYz6_1YG4YRAQ2', {
        displayName: 'Blue key',
        model: 'NFC',
        createdDateTime: '2026-04-02T03:04:05Z',
      }),
      method('microsoftAuthenticator', '6803c096-c83b-4d5e-8a0d-2a5b1c2f1d6a', {
        displayName: 'さくらの電話',
      }),
      method('softwareOath', 'b172893e-893f-42a8-8a8d-0a5d8c3f6c11', { secretKey: null }),
      method('windowsHelloForBusiness', 'b5e01f81-1f94-4b5c-9a1f-3b0a0a6b2c7d', {
        displayName: '研究室のパソコン',
      }),
      method('qrCodePin', '11111111-1111-4111-8111-111111111111'),
    ],
  }),
  person(2),
  person(3, { employeeId: '2100003' }),
  person(4, { employeeId: '2100003' }),
  person(5, { employeeId: "O'Hara5", accountEnabled: false }),
  person(6, { employeeId: null, userPrincipalName: 'break-glass@univ.onmicrosoft.test' }),
];

export type Settings = Parameters<typeof createEntraProvider>[0];
export type Rig = Parameters<typeof startGraph>[0];
export async function openBed(more: Partial<Settings> = {}, rig: Partial<Rig> = {}) {
  const graph = await startGraph({ people, secret, ...rig });
  const provider = createEntraProvider({
    tenant: graphTenant,
    clientId: graphClientId,
    credential: { kind: 'secret', secretFile },
    group: excludedGroup,
    timeoutMilliseconds: 2500,
    propagationSeconds: 0,
    standIn: graph.origin,
    ...more,
  });
  return { graph, provider, stop: () => graph.stop() };
}
export const signal = () => AbortSignal.timeout(10_000);
export const api =
  (answer: Interference): Interference =>
  (request) =>
    request.path.startsWith('/v1.0/') ? answer(request) : undefined;
export const refused = { ok: false, code: 'provider/refused' };

/** A test with a bed of its own, which it leaves without a breach of the description. */
export const bedded = (
  name: string,
  run: (bed: Awaited<ReturnType<typeof openBed>>) => Promise<void>,
  more: Partial<Settings> = {},
  rig: Partial<Rig> = {},
) =>
  test(name, async () => {
    const bed = await openBed(more, rig);
    try {
      await run(bed);
    } finally {
      await bed.stop();
    }
  });
