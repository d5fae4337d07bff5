import { randomBytes } from 'node:crypto';
import type { Result } from '../../../preload/contract/errors.ts';
import {
  type CounterSignIn,
  type OperatorGrant,
  type OperatorProofDocument,
  signAct,
  signInChallenge,
} from '../../exchange/operator-act.ts';
import { exportPublicJwk, generateSigningKey, type SigningKey } from '../../exchange/signing-key.ts';
import type { StationIdentity, TrustedClock } from '../ports.ts';
import type { OperatorProof } from './operator-key.ts';

/** The key of one sign-in, and why it speaks for its operator. In memory only. */
export interface SessionGrant {
  /** What a request in the operator's name carries. */
  prove(operator: string, path: string, body: object): OperatorProofDocument;
}

/** A sign-in that was begun: its challenge, and what its key becomes once the operator's has signed. */
export interface BegunSignIn {
  /** base64url. */
  readonly challenge: string;
  granted(proof: OperatorProof): SessionGrant | null;
}

interface Ports {
  readonly identity: Pick<StationIdentity, 'enrolment'>;
  readonly clock: Pick<TrustedClock, 'now'>;
}

/** Most sign-ins that wait for a window's answer. */
const mostBegun = 16;

/** Makes the key of a sign-in that the operator's key is about to sign. At a station without enrolment it grants nothing. */
export function beginSignIn(ports: Ports): BegunSignIn {
  const enrolment = ports.identity.enrolment();
  if (enrolment === null) return { challenge: randomBytes(32).toString('base64url'), granted: () => null };
  const key = generateSigningKey();
  const statement: CounterSignIn = {
    v: 1,
    kind: 'counter-sign-in',
    institution: enrolment.institution.id,
    station: enrolment.station.id,
    sessionKey: key.id,
    at: ports.clock.now().toISOString(),
  };
  return {
    challenge: signInChallenge(statement),
    granted: ({ assertion }) => grantOf(ports, key, { by: 'key', statement, assertion }),
  };
}

/** Sign-ins that wait for a window's authenticator, by their challenge. The oldest goes when there are too many. */
export function createBegunSignIns(ports: Ports) {
  const waiting = new Map<string, BegunSignIn>();
  return {
    begin(): BegunSignIn {
      const begun = beginSignIn(ports);
      const [oldest] = waiting.keys();
      if (oldest !== undefined && waiting.size >= mostBegun) waiting.delete(oldest);
      waiting.set(begun.challenge, begun);
      return begun;
    },
    take(challenge: string): BegunSignIn | null {
      const begun = waiting.get(challenge) ?? null;
      waiting.delete(challenge);
      return begun;
    },
  };
}

/** The same by a code: the hub's word is bound to the session's key, whose id is its nonce. */
export async function grantByCode(
  ports: Ports,
  prove: (nonce: string) => Promise<Result<string>>,
): Promise<Result<SessionGrant>> {
  const key = generateSigningKey();
  const word = await prove(key.id);
  if (!word.ok) return word;
  return { ok: true, value: grantOf(ports, key, { by: 'code', statement: word.value }) };
}

function grantOf(ports: Ports, key: SigningKey, grant: OperatorGrant): SessionGrant {
  const sessionKey = exportPublicJwk(key);
  return {
    prove(operator, path, body) {
      const station = ports.identity.enrolment()?.station.id ?? '';
      const act = signAct({ station, operator, path, at: ports.clock.now() }, body, key);
      return { grant, sessionKey, act };
    },
  };
}
