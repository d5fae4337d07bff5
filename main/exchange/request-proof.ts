import { z } from 'zod';
import { type Result, refuse } from '../../preload/contract/errors.ts';
import { identifier, instant } from '../../preload/contract/models/base.ts';
import { sha256Base64url } from './canonical-json.ts';
import { signDocument, verifyDocument, verifyDocumentAside } from './signed-document.ts';
import type { SigningKey, VerificationKey } from './signing-key.ts';
import { type StationInstance, stationInstance } from './station-instance.ts';

/** HTTP header that carries the proof. */
export const proofHeader = 'madoguchi-proof';
/** Furthest a proof's time may lie from the hub's, either way, in milliseconds. */
export const proofToleranceMs = 5 * 60_000;

/** Payload of `madoguchi-request+jws`, after the model of DPoP (RFC 9449 §4.2): method, path, body and one-time id. */
export const requestProof = z.strictObject({
  v: z.literal(1),
  station: identifier,
  method: z.enum(['GET', 'POST']),
  /** Path with query, as sent. */
  path: z.string().max(2048),
  /** SHA-256 of the body's bytes, base64url; of no bytes where there is no body. */
  body: z.string().length(43),
  /** One-time id: the hub refuses one that it has seen. */
  nonce: z.string().min(16).max(64),
  at: instant,
  /** Which run of the station speaks. */
  instance: stationInstance.optional(),
});
export type RequestProof = z.infer<typeof requestProof>;

/** Signs one request with the station's key. */
export function signRequest(
  request: {
    station: string;
    method: 'GET' | 'POST';
    path: string;
    body: string;
    nonce: string;
    at: Date;
    instance?: StationInstance;
  },
  key: SigningKey,
): string {
  const payload: RequestProof = {
    v: 1,
    station: request.station,
    method: request.method,
    path: request.path,
    body: sha256Base64url(request.body),
    nonce: request.nonce,
    at: request.at.toISOString(),
    ...(request.instance === undefined ? {} : { instance: request.instance }),
  };
  return signDocument('madoguchi-request+jws', payload, key);
}

/** A request as it arrived, and the station that is said to have sent it. */
export interface ArrivedRequest {
  readonly station: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly now: Date;
}

/**
 * Verifies a proof against the request as it arrived: signature, method, path, body and time. That its nonce is new
 * is for the caller, who has the memory. Refuses with `hub/proof-refused`; with `stale: true` and the proof's `nonce` where
 * nothing but its time is wrong, which only the holder of the key can bring about.
 */
export function verifyRequest(
  proof: string,
  request: ArrivedRequest,
  key: VerificationKey,
): Result<RequestProof> {
  return judgeRequest(
    verifyDocument('madoguchi-request+jws', proof, key, requestProof, 'hub/proof-refused'),
    request,
  );
}

/** {@link verifyRequest} with the signature verified on Node's own pool of threads: for whoever serves many. */
export async function verifyRequestAside(
  proof: string,
  request: ArrivedRequest,
  key: VerificationKey,
): Promise<Result<RequestProof>> {
  return judgeRequest(
    await verifyDocumentAside('madoguchi-request+jws', proof, key, requestProof, 'hub/proof-refused'),
    request,
  );
}

function judgeRequest(verified: Result<RequestProof>, request: ArrivedRequest): Result<RequestProof> {
  if (!verified.ok) return verified;
  const { value } = verified;
  const fits =
    value.station === request.station &&
    value.method === request.method &&
    value.path === request.path &&
    value.body === sha256Base64url(request.body);
  if (!fits) return refuse('hub/proof-refused');
  const timely = Math.abs(Date.parse(value.at) - request.now.getTime()) <= proofToleranceMs;
  return timely ? verified : refuse('hub/proof-refused', { stale: true, nonce: value.nonce });
}
