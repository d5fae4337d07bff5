import { type Assertion, type GetAssertionParameters, getAssertion } from '../ctap/get-assertion.ts';
import type { PinUvAuth } from '../ctap/make-credential.ts';
import { type FidoResult, succeed } from './fido-error.ts';
import type { KeySession } from './key-session.ts';

const probeHash = new Uint8Array(32);
/** What a request holds beside its list of credentials, generously, in bytes. */
const requestOverhead = 400;
const descriptorOverhead = 30;

export interface ProbeOptions {
  readonly rpId: string;
  /** Signs a client-data hash with the present token; null without one. */
  readonly authenticate: (clientDataHash: Uint8Array) => PinUvAuth | null;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a list of credentials fits one request to this key. Ids that are too long for it count as absent. */
export function fitsOneRequest(session: KeySession, credentials: readonly Uint8Array[]): boolean {
  return chunksFor(session, credentials).length <= 1;
}

/**
 * The part of a credential list to put into a request. A list that fits is used as it is, without ids that are too long
 * for the key. Of a longer one only the credential that the key knows: it is asked silently, without a touch, part by
 * part (CTAP 2.2 §6.2.2, `up` false). Empty if nothing of the list can be of this key.
 */
export async function narrowCredentials(
  session: KeySession,
  credentials: readonly Uint8Array[],
  options: ProbeOptions,
): Promise<FidoResult<readonly Uint8Array[]>> {
  const chunks = chunksFor(session, credentials);
  if (chunks.length <= 1) return succeed(chunks[0] ?? []);
  for (const chunk of chunks) {
    const answer = await probe(session, chunk, options);
    if (answer.ok) {
      const known = answer.value.credentialId;
      return succeed(known === null ? chunk : [known]);
    }
    if (answer.error.code !== 'key/no-credential') return answer;
  }
  return succeed([]);
}

function probe(
  { authenticator }: KeySession,
  allowCredentials: readonly Uint8Array[],
  { rpId, authenticate, signal }: ProbeOptions,
): Promise<FidoResult<Assertion>> {
  const parameters: GetAssertionParameters = {
    rpId,
    clientDataHash: probeHash,
    allowCredentials,
    userPresence: false,
    builtInVerification: false,
    pinUvAuth: authenticate(probeHash),
  };
  return getAssertion(authenticator, parameters, { signal });
}

/** Cuts a list by what the key says it takes: credentials in a list, length of an id, size of a message. */
function chunksFor({ info }: KeySession, credentials: readonly Uint8Array[]): readonly Uint8Array[][] {
  const longest = info.maximumCredentialIdLength ?? Number.POSITIVE_INFINITY;
  const count = Math.max(info.maximumCredentialsInList ?? 1, 1);
  const room = info.maximumMessageSize - requestOverhead;
  const chunks: Uint8Array[][] = [];
  let chunk: Uint8Array[] = [];
  let size = 0;
  for (const id of credentials) {
    if (id.length > longest) continue;
    const needed = id.length + descriptorOverhead;
    if (chunk.length > 0 && (chunk.length === count || size + needed > room)) {
      chunks.push(chunk);
      chunk = [];
      size = 0;
    }
    chunk.push(id);
    size += needed;
  }
  return chunk.length > 0 ? [...chunks, chunk] : chunks;
}
