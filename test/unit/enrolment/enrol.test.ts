import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAuditTrail } from '../../../main/agent/audit/audit-trail.ts';
import { createTrustedClock } from '../../../main/agent/clock/trusted-clock.ts';
import { enrolStation } from '../../../main/agent/enrolment/enrol.ts';
import { readStationIdentity, writeEnrolment } from '../../../main/agent/enrolment/station-identity.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { enrolRequest } from '../../../main/exchange/hub-interface.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import {
  exportPrivatePem,
  exportPublicJwk,
  generateSigningKey,
  keyThumbprint,
  type PublicJwk,
  verificationKey,
} from '../../../main/exchange/signing-key.ts';
import type { EnrolmentDocument } from '../../../main/exchange/station-documents.ts';
import { refuse } from '../../../preload/contract/errors.ts';
import { json, misbehavingHub } from '../hub-link/misbehaving-hub.ts';
import { createStoreFolder, type StoreFolder } from '../people/people-store.ts';
import { enrolmentOf, hubKey, stationKey } from '../staff/counter-station.ts';

const other = generateSigningKey();
const tokenFor = (thumbprint: string) => `mdg1.${randomBytes(32).toString('base64url')}.${thumbprint}`;
const token = tokenFor(hubKey.id);

let folder: StoreFolder;
let store: Store;
beforeEach(() => {
  folder = createStoreFolder();
  store = folder.open();
});
afterEach(() => {
  store.close();
  folder.remove();
});

function ports() {
  const clock = createTrustedClock({ store, maximumAgeHours: () => null });
  return { store, audit: createAuditTrail({ store, clock, identity: readStationIdentity(store) }) };
}

/** A hub that answers an enrolment with what the test makes of the station's public key. */
function hubAnswering(make: (publicKey: PublicJwk) => { hubKey: PublicJwk; enrolment: string }) {
  return misbehavingHub((response, request) => {
    const { publicKey } = enrolRequest.parse(JSON.parse(request.body));
    json(200, make(publicKey))(response, request);
  });
}

const documentFor = (publicKey: PublicJwk, changes: Partial<EnrolmentDocument> = {}): EnrolmentDocument => {
  const base = enrolmentOf(stationKey);
  return { ...base, station: { ...base.station, publicKey }, ...changes };
};
const honest = (publicKey: PublicJwk) => ({
  hubKey: exportPublicJwk(hubKey),
  enrolment: signDocument('madoguchi-enrolment+jws', documentFor(publicKey), hubKey),
});

test('the station makes its key, shows the public half, and keeps what the hub signed', async () => {
  const hub = await hubAnswering(honest);
  const enrolled = await enrolStation(ports(), { hubUrl: hub.url, token });
  expect(enrolled.ok && enrolled.value.station.id).toBe('counter-1');
  expect(hub.requests).toHaveLength(1);
  expect(hub.requests[0]).toMatchObject({ method: 'POST', path: '/v1/stations/enrol' });
  const identity = readStationIdentity(store);
  expect(identity.hubUrl()).toBe(hub.url);
  expect(identity.enrolment()?.rpId).toBe('madoguchi.example.ac.jp');
  const sent = enrolRequest.parse(JSON.parse(hub.requests[0]?.body ?? ''));
  expect(identity.key()?.id).toBe(keyThumbprint(sent.publicKey));
  expect(hub.requests[0]?.body).not.toContain('PRIVATE');
  const entry = store.read.get<{ entry: string }>(
    'SELECT entry FROM audit_entry ORDER BY sequence DESC LIMIT 1',
  );
  expect(JSON.parse(entry?.entry ?? '{}')).toMatchObject({
    kind: 'station-enrolled',
    facts: { hubKey: hubKey.id },
  });
  expect(entry?.entry).not.toContain(token.split('.')[1]);
});

describe('the hub is believed only as the token names it (I6)', () => {
  test.each<readonly [string, (publicKey: PublicJwk) => { hubKey: PublicJwk; enrolment: string }]>([
    [
      'another hub',
      (key) => ({
        hubKey: exportPublicJwk(other),
        enrolment: signDocument(
          'madoguchi-enrolment+jws',
          documentFor(key, { hubKey: exportPublicJwk(other) }),
          other,
        ),
      }),
    ],
    [
      'the hub’s key, another’s signature',
      (key) => ({
        ...honest(key),
        enrolment: signDocument('madoguchi-enrolment+jws', documentFor(key), { ...other, id: hubKey.id }),
      }),
    ],
    ['another station’s enrolment', () => honest(exportPublicJwk(stationKey))],
    [
      'a document of another kind',
      (key) => ({
        ...honest(key),
        enrolment: signDocument('madoguchi-policy+jws', documentFor(key), hubKey),
      }),
    ],
    [
      'an enrolment that names another hub',
      (key) => ({
        ...honest(key),
        enrolment: signDocument(
          'madoguchi-enrolment+jws',
          documentFor(key, { hubKey: exportPublicJwk(other) }),
          hubKey,
        ),
      }),
    ],
    [
      'an enrolment that is incomplete',
      (key) => ({
        ...honest(key),
        enrolment: signDocument('madoguchi-enrolment+jws', { ...documentFor(key), policyKeys: [] }, hubKey),
      }),
    ],
    ['no document', (key) => ({ ...honest(key), enrolment: 'junk' })],
  ])('%s: nothing is stored', async (_, make) => {
    const hub = await hubAnswering(make);
    expect(await enrolStation(ports(), { hubUrl: hub.url, token })).toEqual(refuse('hub/proof-refused'));
    expect(readStationIdentity(store).enrolment()).toBeNull();
    expect(store.read.get('SELECT count(*) AS count FROM audit_entry')).toEqual({ count: 0 });
  });

  test.each(['', 'mdg1', 'mdg1.a.b', `${token}x`, ` ${token}`, token.replace('mdg1', 'mdg2')])(
    'the token %j is none: the hub is not even asked',
    async (wrong) => {
      const hub = await hubAnswering(honest);
      expect(await enrolStation(ports(), { hubUrl: hub.url, token: wrong })).toEqual(
        refuse('hub/token-refused'),
      );
      expect(hub.requests).toEqual([]);
    },
  );

  test('a token that was used up, or a hub that is away', async () => {
    const hub = await misbehavingHub(json(403, { code: 'hub/token-refused' }));
    expect(await enrolStation(ports(), { hubUrl: hub.url, token })).toEqual(refuse('hub/token-refused'));
    await hub.stop();
    expect(await enrolStation(ports(), { hubUrl: hub.url, token })).toEqual(refuse('hub/unreachable'));
  });
});

describe('what lies in the store is verified at each start (I6)', () => {
  const stored = {
    document: signDocument('madoguchi-enrolment+jws', enrolmentOf(stationKey), hubKey),
    hubKey: exportPublicJwk(hubKey),
    privateKeyPem: exportPrivatePem(stationKey),
    hubUrl: 'https://hub.example',
  };

  test('as it was written it holds, also after a restart', () => {
    store.write((database) => writeEnrolment(database, stored));
    store.close();
    store = folder.open();
    expect(readStationIdentity(store).key()?.id).toBe(stationKey.id);
  });

  test.each([
    ['another key', { privateKeyPem: exportPrivatePem(other) }],
    ['another hub', { hubKey: exportPublicJwk(other) }],
    [
      'a counter made of a lab',
      {
        document: signDocument('madoguchi-enrolment+jws', enrolmentOf(stationKey), {
          ...other,
          id: hubKey.id,
        }),
      },
    ],
    ['a document cut short', { document: stored.document.slice(0, -4) }],
    ['no document', { document: '' }],
  ])('%s counts as not enrolled', (_, changes) => {
    store.write((database) => writeEnrolment(database, { ...stored, ...changes }));
    const identity = readStationIdentity(store);
    expect([identity.enrolment(), identity.key(), identity.hubUrl()]).toEqual([null, null, null]);
  });

  test('an enrolment that comes later is there after a reload, and only then', () => {
    const identity = readStationIdentity(store);
    store.write((database) => writeEnrolment(database, stored));
    expect(identity.enrolment()).toBeNull();
    identity.reload();
    expect(identity.enrolment()?.station.id).toBe('counter-1');
    expect(verificationKey(identity.enrolment()?.hubKey ?? exportPublicJwk(other)).id).toBe(hubKey.id);
  });
});
