import { z } from 'zod';
import { type Result, refuse } from '../../preload/contract/errors.ts';
import { identifier, instant } from '../../preload/contract/models/base.ts';
import { operatorAssertion } from '../../preload/contract/models/staff.ts';
import { canonicalJson, sha256Base64url } from './canonical-json.ts';
import { signDocument, verifyDocument } from './signed-document.ts';
import { publicJwk, type SigningKey, verificationKey } from './signing-key.ts';

/**
 * How an operator stands for what they do at the hub between two touches. At sign-in the counter makes a key that lives in its
 * memory alone, and the operator's own key signs that it speaks for them, at that counter, until the sign-in ends. Each act
 * carries that and a signature of the session's key. A station's key alone, stolen from a disk, can act for nobody; and nothing of
 * this needs the hub at sign-in.
 */
const sessionKeyId = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** What the operator's key signs at sign-in: the SHA-256 of its canonical JSON is the WebAuthn challenge. */
export const counterSignIn = z.strictObject({
  v: z.literal(1),
  kind: z.literal('counter-sign-in'),
  institution: identifier,
  station: identifier,
  /** RFC 7638 thumbprint of the session's key. */
  sessionKey: sessionKeyId,
  at: instant,
});
export type CounterSignIn = z.infer<typeof counterSignIn>;

/** The challenge of a sign-in, base64url. */
export function signInChallenge(statement: CounterSignIn): string {
  return sha256Base64url(canonicalJson(statement));
}

/** Why a session's key speaks for an operator: their key signed it, or the hub judged their code (`madoguchi-sign-in+jws`). */
export const operatorGrant = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('key'), statement: counterSignIn, assertion: operatorAssertion }),
  z.strictObject({ by: z.literal('code'), statement: z.string().max(4096) }),
]);
export type OperatorGrant = z.infer<typeof operatorGrant>;

/** Longest that a sign-in counts, in milliseconds: NIST SP 800-63B-4 §2.2.3. */
export const longestSignInMs = 12 * 3_600_000;
/** How far an act's time may lie from the hub's, and a sign-in's ahead of it. */
export const actToleranceMs = 5 * 60_000;

/** Payload of `madoguchi-act+jws`: one request in an operator's name. */
const operatorAct = z.strictObject({
  v: z.literal(1),
  station: identifier,
  operator: identifier,
  path: z.string().max(200),
  /** SHA-256 of the request's canonical JSON without its proof, base64url. */
  body: z.string().length(43),
  at: instant,
});
export type OperatorAct = z.infer<typeof operatorAct>;

/** What a request in an operator's name carries as `proof`. */
export const operatorProof = z.strictObject({
  grant: operatorGrant,
  sessionKey: publicJwk,
  act: z.string().max(2048),
});
export type OperatorProofDocument = z.infer<typeof operatorProof>;

/** Longest body of a request with a proof, in bytes. */
export const provenBodyLimit = 32 * 1024;

/** Signs a request with the session's key. */
export function signAct(
  act: { readonly station: string; readonly operator: string; readonly path: string; readonly at: Date },
  body: object,
  key: SigningKey,
): string {
  const payload: OperatorAct = {
    v: 1,
    station: act.station,
    operator: act.operator,
    path: act.path,
    body: sha256Base64url(canonicalJson(body)),
    at: act.at.toISOString(),
  };
  return signDocument('madoguchi-act+jws', payload, key);
}

/**
 * Verifies that the session's key signed this request now: not yet that it speaks for the operator. Refuses with
 * `hub/assertion-refused`.
 */
export function verifyAct(
  proof: OperatorProofDocument,
  request: {
    readonly station: string;
    readonly operator: string;
    readonly path: string;
    readonly body: object;
    readonly now: Date;
  },
): Result<OperatorAct> {
  let key: ReturnType<typeof verificationKey>;
  try {
    key = verificationKey(proof.sessionKey);
  } catch {
    return refuse('hub/assertion-refused');
  }
  const act = verifyDocument('madoguchi-act+jws', proof.act, key, operatorAct, 'hub/assertion-refused');
  if (!act.ok) return act;
  const { station, operator, path, body, at } = act.value;
  const fits =
    station === request.station &&
    operator === request.operator &&
    path === request.path &&
    body === sha256Base64url(canonicalJson(request.body)) &&
    Math.abs(Date.parse(at) - request.now.getTime()) <= actToleranceMs;
  return fits ? act : refuse('hub/assertion-refused');
}
