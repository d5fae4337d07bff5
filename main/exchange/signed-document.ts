import { sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import type { z } from 'zod';
import { type ErrorCode, ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { canonicalJson } from './canonical-json.ts';
import type { SigningKey, VerificationKey } from './signing-key.ts';

/**
 * Signed documents are compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037), the payload in canonical JSON. The
 * `typ` header separates domains: a signature made for one kind of document is never accepted as another (RFC 8725 §3.11).
 */
export type DocumentKind =
  | 'madoguchi-enrolment+jws'
  | 'madoguchi-policy+jws'
  | 'madoguchi-time+jws'
  | 'madoguchi-command+jws'
  | 'madoguchi-checkpoint+jws'
  | 'madoguchi-audit-export+jws'
  | 'madoguchi-request+jws'
  | 'madoguchi-sign-in+jws'
  | 'madoguchi-act+jws';

const maximumLength = 4 * 1024 * 1024;

function header(kind: DocumentKind, keyId: string): string {
  return Buffer.from(canonicalJson({ alg: 'EdDSA', kid: keyId, typ: kind })).toString('base64url');
}

/** Headers that documents by a key begin with, for as long as somebody holds the key: the same is expected again and again. */
const expectedHeaders = new WeakMap<VerificationKey, Map<DocumentKind, string>>();

function expectedHeader(kind: DocumentKind, key: VerificationKey): string {
  const ofKey = expectedHeaders.get(key) ?? new Map<DocumentKind, string>();
  const expected = ofKey.get(kind) ?? header(kind, key.id);
  expectedHeaders.set(key, ofKey.set(kind, expected));
  return expected;
}

/** Signs `payload`. The same payload, kind, key id and key give the same text (Ed25519 is deterministic). */
export function signDocument(kind: DocumentKind, payload: unknown, key: SigningKey): string {
  const input = `${header(kind, key.id)}.${Buffer.from(canonicalJson(payload)).toString('base64url')}`;
  return `${input}.${sign(null, Buffer.from(input), key.privateKey).toString('base64url')}`;
}

/** The key id that a document names, unverified; null when the text is no such document. Only for choosing a key. */
export function documentKeyId(document: string): string | null {
  const first = document.slice(0, Math.max(0, document.indexOf('.')));
  if (first.length === 0 || first.length > 1024) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(first, 'base64url').toString());
    if (typeof parsed !== 'object' || parsed === null || !('kid' in parsed)) return null;
    return typeof parsed.kid === 'string' ? parsed.kid : null;
  } catch {
    return null;
  }
}

/**
 * Verifies kind, key id and signature, then parses the payload. The header must be exactly the one that
 * {@link signDocument} writes, so no algorithm or extension can be chosen by the document (RFC 8725 §3.1).
 * Refuses with `refusal` on any difference.
 */
export function verifyDocument<Schema extends z.ZodType>(
  kind: DocumentKind,
  document: string,
  key: VerificationKey,
  schema: Schema,
  refusal: ErrorCode,
): Result<z.output<Schema>> {
  const parts = documentParts(kind, document, key);
  if (parts === null || !verify(null, parts.signed, key.publicKey, parts.signature)) return refuse(refusal);
  return readPayload(parts.payload, schema, refusal);
}

/** {@link verifyDocument} with the signature verified on Node's own pool of threads: for whoever verifies many. */
export async function verifyDocumentAside<Schema extends z.ZodType>(
  kind: DocumentKind,
  document: string,
  key: VerificationKey,
  schema: Schema,
  refusal: ErrorCode,
): Promise<Result<z.output<Schema>>> {
  const parts = documentParts(kind, document, key);
  if (parts === null || !(await verifyAside(null, parts.signed, key.publicKey, parts.signature)))
    return refuse(refusal);
  return readPayload(parts.payload, schema, refusal);
}

const verifyAside = promisify(verify);

/** What is signed, its signature and its payload; null unless the header is exactly the one that is expected. */
function documentParts(kind: DocumentKind, document: string, key: VerificationKey) {
  if (document.length > maximumLength) return null;
  const parts = document.split('.');
  const [head, payload, signature] = parts;
  if (parts.length !== 3 || head === undefined || payload === undefined || signature === undefined)
    return null;
  // Nothing about it is secret.
  if (head !== expectedHeader(kind, key)) return null;
  // Base64url has one spelling here (RFC 4648 §3.5): a document that was respelt is another document.
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return null;
  return { signed: Buffer.from(document.slice(0, -signature.length - 1)), signature: bytes, payload };
}

function readPayload<Schema extends z.ZodType>(
  payload: string,
  schema: Schema,
  refusal: ErrorCode,
): Result<z.output<Schema>> {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return parsed.success ? ok(parsed.data) : refuse(refusal);
  } catch {
    // No JSON, or nested deeper than a schema can follow.
    return refuse(refusal);
  }
}
