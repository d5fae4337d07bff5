import { type KeyObject, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, commandDigest } from '../../main/exchange/command.ts';
import { enrolResponse } from '../../main/exchange/hub-interface.ts';
import { proofHeader, signRequest } from '../../main/exchange/request-proof.ts';
import { signDocument, verifyDocument } from '../../main/exchange/signed-document.ts';
import {
  exportPublicJwk,
  generateSigningKey,
  type SigningKey,
  verificationKey,
} from '../../main/exchange/signing-key.ts';
import { type EnrolmentDocument, enrolmentDocument } from '../../main/exchange/station-documents.ts';
import { startHub } from '../../main/hub/hub.ts';
import { createSimulatedProvider } from '../../main/provider/simulated.ts';
import { personOf, policyOf, rpId } from '../contract/hub/hub-documents.ts';
import { createWebAuthnSigner } from './webauthn-signer.ts';

export interface CounterStation {
  readonly id: string;
  readonly key: SigningKey;
  readonly enrolment: EnrolmentDocument;
}

/** A made-up institution on a real database, as hubs that are started on it find it. */
export interface HubInstitution {
  /** The hubs' data folder. */
  readonly folder: string;
  readonly operator: string;
  /** ES256. */
  readonly operatorKey: KeyObject;
  readonly stations: readonly CounterStation[];
  readonly people: readonly string[];
  /** A command as a station hands it over: signed by the operator's key, sealed by the station's. */
  seal(station: CounterStation, command: Command): string;
}

/** Sets an institution up through a hub of its own, which has ended when this returns. */
export async function createHubInstitution(wish: {
  readonly url: string;
  readonly folder: string;
  readonly counters: number;
  readonly people: number;
  /** Suspensions within the policy's window before a second approval is needed. */
  readonly repeatLimit?: number;
}): Promise<HubInstitution> {
  const signer = createWebAuthnSigner();
  const policyKey = generateSigningKey();
  const operator = 'operator-1';
  const people = Array.from({ length: wish.people }, (_, index) => `p${String(index).padStart(7, '0')}`);
  const stations: CounterStation[] = [];
  const hub = await startHub({
    database: { kind: 'postgres', url: wish.url },
    keyPath: join(wish.folder, 'hub-key.pem'),
    provider: createSimulatedProvider({ path: join(wish.folder, 'simulated-provider.json') }),
    automatic: false,
  });
  try {
    const { administration } = hub;
    await administration.initialise({
      institution: { id: 'example', name: { ja: '例大学', en: 'Example University' } },
      rpId,
      profile: 'example',
      provider: { kind: 'simulated', simulated: true },
      production: false,
      policyKeys: [exportPublicJwk(policyKey)],
    });
    await administration.putOperator({
      id: operator,
      name: { ja: '係員', en: 'Clerk' },
      role: 'operator',
      person: null,
      credentials: [signer.credential],
      revokedAt: null,
    });
    const policy = policyOf(new Date());
    const suspension = {
      ...policy.suspension,
      repeatLimit: wish.repeatLimit ?? policy.suspension.repeatLimit,
    };
    await administration.publishPolicy(
      signDocument('madoguchi-policy+jws', { ...policy, suspension }, policyKey),
    );
    await administration.upsertPeople(people.map(personOf));
    for (let count = 1; count <= wish.counters; count += 1) {
      const minted = await administration.mintEnrolmentToken({
        name: `counter-${count}`,
        kind: 'counter',
        label: { ja: '窓口', en: 'Counter' },
        validMinutes: 10,
      });
      if (!minted.ok) throw new Error(minted.problem);
      stations.push(await enrol(hub.url, minted.value));
    }
  } finally {
    await hub.stop();
  }
  return {
    folder: wish.folder,
    operator,
    operatorKey: signer.publicKey,
    stations,
    people,
    seal(station, command) {
      const assertion = signer.assert({ challenge: commandDigest(command).digest, rpId });
      return signDocument('madoguchi-command+jws', { command, assertion }, station.key);
    },
  };
}

/** Says what the hubs of a folder may spend on their simulated provider. */
export async function limitProvider(
  folder: string,
  budget: { readonly callsPerMinute: number; readonly concurrentCalls: number },
): Promise<void> {
  const settings = { path: join(folder, 'simulated-provider.json') };
  const text = JSON.stringify({ kind: 'simulated', settings, budget });
  await writeFile(join(folder, 'provider.json'), text, { mode: 0o600 });
}

/** A request of a station, with its proof. */
export function provenRequest(
  station: CounterStation,
  path: string,
  body: unknown,
  at: Date = new Date(),
): RequestInit {
  const method = body === undefined ? 'GET' : 'POST';
  const text = body === undefined ? '' : JSON.stringify(body);
  const nonce = randomBytes(16).toString('hex');
  const proof = signRequest({ station: station.id, method, path, body: text, nonce, at }, station.key);
  if (body === undefined) return { method, headers: { [proofHeader]: proof } };
  return { method, headers: { [proofHeader]: proof, 'content-type': 'application/json' }, body: text };
}

async function enrol(url: string, token: string): Promise<CounterStation> {
  const key = generateSigningKey();
  const response = await fetch(`${url}/v1/stations/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, publicKey: exportPublicJwk(key) }),
  });
  const answer = enrolResponse.parse(await response.json());
  const document = verifyDocument(
    'madoguchi-enrolment+jws',
    answer.enrolment,
    verificationKey(answer.hubKey),
    enrolmentDocument,
    'hub/token-refused',
  );
  if (!document.ok) throw new Error('the enrolment does not verify');
  return { id: document.value.station.id, key, enrolment: document.value };
}
