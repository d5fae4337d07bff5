import { z } from 'zod';
import { documentKeyId, verifyDocument } from '../../exchange/signed-document.ts';
import {
  importSigningKey,
  keyThumbprint,
  publicJwk,
  type SigningKey,
  verificationKey,
} from '../../exchange/signing-key.ts';
import { type EnrolmentDocument, enrolmentDocument } from '../../exchange/station-documents.ts';
import type { StationIdentity, Store, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const stateKey = 'enrolment';

/** What enrolment leaves in the encrypted store. The private key never leaves it. */
const storedEnrolment = z.strictObject({
  /** `madoguchi-enrolment+jws` as the hub signed it. */
  document: z.string(),
  hubKey: publicJwk,
  privateKeyPem: z.string(),
  hubUrl: z.url(),
});
export type StoredEnrolment = z.infer<typeof storedEnrolment>;

export interface StoredIdentity extends StationIdentity {
  hubUrl(): string | null;
  /** Reads the store anew, after an enrolment. */
  reload(): void;
}

/**
 * The station's identity out of the store. The enrolment's signature is verified at each start, and its key must be the
 * one that lies beside it: anything else counts as not enrolled (I6).
 */
export function readStationIdentity(store: Store): StoredIdentity {
  let loaded = load(store);
  return {
    enrolment: () => loaded?.enrolment ?? null,
    key: () => loaded?.key ?? null,
    hubUrl: () => loaded?.hubUrl ?? null,
    reload: () => {
      loaded = load(store);
    },
  };
}

/** Stores an enrolment in place of any other. */
export function writeEnrolment(database: WritableDatabase, enrolment: StoredEnrolment): void {
  writeState(database, stateKey, storedEnrolment.parse(enrolment));
}

function load(store: Store): { enrolment: EnrolmentDocument; key: SigningKey; hubUrl: string } | null {
  const stored = readState(store.read, stateKey, storedEnrolment);
  if (stored === null) return null;
  const key = importSigningKey(stored.privateKeyPem);
  const enrolment = verifyEnrolment(stored.document, stored.hubKey, key);
  return enrolment === null ? null : { enrolment, key, hubUrl: stored.hubUrl };
}

/** The enrolment that a document carries, if the hub's key signed it for this station key and that very hub; or null. */
export function verifyEnrolment(
  document: string,
  hubKey: z.infer<typeof publicJwk>,
  stationKey: SigningKey,
): EnrolmentDocument | null {
  const verifier = verificationKey(hubKey);
  if (documentKeyId(document) !== verifier.id) return null;
  const verified = verifyDocument(
    'madoguchi-enrolment+jws',
    document,
    verifier,
    enrolmentDocument,
    'station/not-enrolled',
  );
  if (!verified.ok) return null;
  const { station, hubKey: named } = verified.value;
  return keyThumbprint(station.publicKey) === stationKey.id && keyThumbprint(named) === verifier.id
    ? verified.value
    : null;
}
