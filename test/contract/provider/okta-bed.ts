import { test } from 'vitest';
import { createOktaProvider } from '../../../main/provider/okta/okta.ts';
import { makeRsaKey, makeSecretFolder } from '../../rigs/key-files.ts';
import {
  exemptGroup,
  type Interference,
  type OktaPerson,
  startOktaManagement,
} from '../../rigs/okta-management/okta-management.ts';
import { oktaClientId } from '../../rigs/okta-management/okta-token-endpoint.ts';

export const key = makeRsaKey();
export const secrets = makeSecretFolder();
export const privateKeyFile = secrets.write('okta.pem', key.privateKeyPem);

export const account = (place: number) => `00u000000000000000${place}`;
export const person = (place: number, more: Partial<OktaPerson> = {}): OktaPerson => ({
  id: account(place),
  number: `210000${place}`,
  login: `s210000${place}@univ.test`,
  ...more,
});
export const people: readonly OktaPerson[] = [
  person(1, {
    factors: [
      { id: 'ost1', factorType: 'token:software:totp', profile: { credentialId: 'x' } },
      { id: 'sms1', factorType: 'sms', profile: { phoneNumber: '+819012341337' } },
      { id: 'opf1', factorType: 'push', device: 'phone', profile: { name: 'さくらの電話' } },
      { id: 'snc1', factorType: 'signed_nonce', device: 'phone' },
      {
        id: 'call1',
        factorType: 'call',
        status: 'PENDING_ACTIVATION',
        profile: { phoneNumber: '0312345678' },
      },
      { id: 'eml1', factorType: 'email', profile: { email: 'sakura@example.test' } },
      { id: 'qst1', factorType: 'question' },
      { id: 'fwf1', factorType: 'webauthn', profile: { authenticatorName: 'MacBook Touch ID' } },
    ],
  }),
  person(2),
  person(3, { number: '2100003' }),
  person(4, { number: '2100003', login: 'twin@univ.test' }),
  person(5, { number: 'Ab5' }),
  person(6, { number: '2100006', status: 'DEPROVISIONED' }),
  person(7, { number: '2100006' }),
  person(8, { number: null, login: 'break-glass@univ.test' }),
];

export type Settings = Parameters<typeof createOktaProvider>[0];
export async function openBed(
  more: Partial<Settings> = {},
  rig: { readonly zones?: readonly object[] } = {},
) {
  const okta = await startOktaManagement({ people, publicKeyPem: key.publicKeyPem, ...rig });
  const provider = createOktaProvider({
    origin: okta.origin,
    clientId: oktaClientId,
    privateKeyFile,
    group: exemptGroup,
    timeoutMilliseconds: 2500,
    ...more,
  });
  return { okta, provider, stop: () => okta.stop() };
}
export const signal = () => AbortSignal.timeout(10_000);
export const api =
  (answer: Interference): Interference =>
  (request) =>
    request.path.startsWith('/api/') ? answer(request) : undefined;

/** A test with a bed of its own, which it leaves without a breach of the description. */
export const bedded = (
  name: string,
  run: (bed: Awaited<ReturnType<typeof openBed>>) => Promise<void>,
  more: Partial<Settings> = {},
  rig: { readonly zones?: readonly object[] } = {},
) =>
  test(name, async () => {
    const bed = await openBed(more, rig);
    try {
      await run(bed);
    } finally {
      await bed.stop();
    }
  });
