import { z } from 'zod';
import { signDocument, verifyDocument } from '../../exchange/signed-document.ts';
import {
  exportPublicJwk,
  publicJwk,
  type SigningKey,
  type VerificationKey,
  verificationKey,
} from '../../exchange/signing-key.ts';
import { type AuditCheckpoint, auditCheckpoint } from '../../exchange/station-documents.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const stateKey = 'audit-checkpoint';

/** The station's own copy of its last checkpoint, with the key that signed it. */
const keptCheckpoint = z.strictObject({ document: z.string(), publicKey: publicJwk });

export interface KeptCheckpoint {
  readonly document: string;
  readonly payload: AuditCheckpoint;
  readonly key: VerificationKey;
}

/** Signs the head of a chain as `madoguchi-checkpoint+jws`. */
export function signCheckpoint(payload: AuditCheckpoint, key: SigningKey): KeptCheckpoint {
  return { document: signDocument('madoguchi-checkpoint+jws', payload, key), payload, key };
}

/** What a checkpoint says, if this key signed it; otherwise null. */
export function readCheckpoint(document: string, key: VerificationKey): AuditCheckpoint | null {
  const kind = 'madoguchi-checkpoint+jws';
  const verified = verifyDocument(kind, document, key, auditCheckpoint, 'station/store-unavailable');
  return verified.ok ? verified.value : null;
}

/** Keeps a copy of a checkpoint in the store, in place of the one before. */
export function keepCheckpoint(database: WritableDatabase, { document, key }: KeptCheckpoint): void {
  writeState(database, stateKey, { document, publicKey: exportPublicJwk(key) });
}

/** The kept copy: `none`, or `forged` when it isn't signed by the key beside it. */
export function readKeptCheckpoint(database: ReadableDatabase): KeptCheckpoint | 'none' | 'forged' {
  const kept = readState(database, stateKey, keptCheckpoint);
  if (kept === null) return 'none';
  const key = verificationKey(kept.publicKey);
  const payload = readCheckpoint(kept.document, key);
  return payload === null ? 'forged' : { document: kept.document, payload, key };
}
