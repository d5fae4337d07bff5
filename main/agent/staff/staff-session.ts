import { type ErrorCode, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type {
  OperatorRole,
  StaffClient,
  StaffEnding,
  StaffSession,
  WebAuthnAnswer,
  WebAuthnRequest,
} from '../../../preload/contract/models/staff.ts';
import type { OperatorProofDocument } from '../../exchange/operator-act.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type {
  AuditEntryInput,
  AuditTrail,
  Caller,
  EventSink,
  PolicySource,
  StationIdentity,
  Store,
  TrustedClock,
} from '../ports.ts';
import type { StaffStanding } from '../router.ts';
import { everySecond } from '../session/every-second.ts';
import type { KeyPresence } from './key-presence.ts';
import type { OperatorKey, OperatorProof } from './operator-key.ts';
import { activeOperator, findCredential, registryUsable } from './operator-registry.ts';
import {
  type BegunSignIn,
  beginSignIn,
  createBegunSignIns,
  grantByCode,
  type SessionGrant,
} from './session-grant.ts';

/** NIST SP 800-63B-4 §2.2.3: reauthenticate after 12 h, or after 15 min of inactivity. */
const longestMs = 12 * 3_600_000;
const idleMs = 15 * 60_000;

export interface StaffSessions {
  signIn(): Promise<Result<StaffSession>>;
  /** The same through a window's WebAuthn: what to ask the authenticator for, and what it answered. */
  webAuthnOptions(caller: Caller): Result<WebAuthnRequest>;
  webAuthnSignIn(answer: WebAuthnAnswer, caller: Caller): Promise<Result<StaffSession>>;
  /**
   * Opens a sign-in by the code of an authenticator app. It has an operator's rights, never a supervisor's, and signs
   * nothing. `prove` has the hub judge the code, and gives its word for the nonce.
   */
  codeSignIn(
    operatorId: string,
    prove: (nonce: string) => Promise<Result<string>>,
  ): Promise<Result<StaffSession>>;
  /**
   * A request to the hub in the signed-in operator's name, with the proof that it is theirs. Refuses when there is none or the
   * sign-in went stale.
   */
  proven<Body extends object>(
    path: string,
    body: Body,
  ): Result<Body & { readonly operator: string; readonly proof: OperatorProofDocument }>;
  /** The operator's own word that they are still here; the router has noted the activity already. */
  stay(): Result<StaffSession>;
  signOut(): Result<Record<string, never>>;
  current(): StaffSession | null;
  standing(): StaffStanding;
  /** A permitted call was made: the idle time starts anew. */
  active(): void;
  /** The signed-in operator; refuses when there is none or the sign-in went stale. */
  operator(): Result<OperatorRecord>;
  /**
   * Whose key signs what is prepared now: the signed-in operator's own, or, where they signed in by a code, that of the
   * other operator whom they name. Neither may be replaced by the other.
   */
  signer(id: string | undefined): Result<OperatorRecord>;
  /** The registry changed: an operator who is revoked or gone, or whose key is, is signed out. */
  registryChanged(): void;
  close(): void;
}

/** A supervisor who signed in by a code works as an operator: what supervisors do is signed. */
function roleOf(session: {
  readonly operator: OperatorRecord;
  readonly credentialId: string | null;
}): OperatorRole {
  return session.credentialId === null ? 'operator' : session.operator.role;
}

/**
 * The operator's sign-in at this counter. It lives in memory only: an agent that restarts asks for the key again. Time
 * here is the process's monotonic clock, so that no clock setting prolongs it.
 */
export function createStaffSessions(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly audit: AuditTrail;
  readonly sink: EventSink;
  readonly key: OperatorKey;
  readonly identity: Pick<StationIdentity, 'enrolment'>;
  readonly presence: KeyPresence;
  readonly monotonicMs?: () => number;
}): StaffSessions {
  const begun = createBegunSignIns(ports);
  const monotonicMs = ports.monotonicMs ?? (() => performance.now());
  let session: {
    operator: OperatorRecord;
    /** Null after a sign-in by a code. */
    readonly credentialId: string | null;
    readonly grant: SessionGrant | null;
    readonly startedMs: number;
    activeMs: number;
    readonly signedInAt: Date;
  } | null = null;
  let wentStale = false;

  const leftMs = () =>
    session === null ? 0 : Math.min(session.startedMs + longestMs, session.activeMs + idleMs) - monotonicMs();
  const view = (): StaffSession | null => {
    if (session === null || leftMs() <= 0) return null;
    const { id, name } = session.operator;
    return {
      operator: { id, name, role: roleOf(session) },
      method: session.credentialId === null ? 'totp' : 'key',
      signedInAt: session.signedInAt.toISOString(),
      expiresAt: new Date(ports.clock.now().getTime() + leftMs()).toISOString(),
    };
  };
  const end = (how: 'signed-out' | StaffEnding) => {
    if (session === null) return;
    const { id } = session.operator;
    session = null;
    ports.presence.stop();
    wentStale = how === 'stale' || how === 'key-removed';
    // The screen is cleared before anything can fail: a full disk must not leave somebody's work in view.
    if (how !== 'signed-out') ports.sink.emit('staff-ended', { how });
    ports.sink.emit('staff', null);
    recordOperatorAct(ports, { kind: 'staff-signed-out', operator: id, facts: { how } });
  };
  const expire = () => {
    if (session !== null && leftMs() <= 0) end('stale');
  };
  const stopWatching = everySecond(expire);

  /** What every sign-in needs before an authenticator is asked. */
  const mayBegin = (): Result<null> => {
    expire();
    return session === null ? registryUsable(ports) : refuse('staff/already-signed-in');
  };
  const recordFailure = (code: ErrorCode, client: StaffClient | 'totp') =>
    recordOperatorAct(ports, { kind: 'staff-sign-in-failed', operator: null, facts: { code, client } });
  const open = (
    operator: OperatorRecord,
    credentialId: string | null,
    grant: SessionGrant | null,
    facts: AuditEntryInput['facts'],
  ): StaffSession => {
    recordOperatorAct(ports, {
      kind: 'staff-signed-in',
      operator: operator.id,
      facts: { role: operator.role, ...facts },
    });
    // Only once it is on record (I8): the write above may throw.
    const now = monotonicMs();
    session = { operator, credentialId, grant, startedMs: now, activeMs: now, signedInAt: ports.clock.now() };
    wentStale = false;
    const current = view();
    if (current === null) throw new Error('a new sign-in cannot be stale');
    return current;
  };
  const begin = (
    proof: Result<OperatorProof>,
    signIn: BegunSignIn | null,
    client: StaffClient,
  ): Result<StaffSession> => {
    if (!proof.ok) {
      recordFailure(proof.refusal.code, client);
      return proof;
    }
    // Another window may have come first while this one's authenticator was waited for.
    if (session !== null) return refuse('staff/already-signed-in');
    const { operator, credential } = proof.value.owner;
    const account = credential.binding?.account ?? null;
    const grant = signIn?.granted(proof.value) ?? null;
    const current = open(operator, credential.id, grant, { credential: credential.label, client, account });
    const policy = ports.policy.current();
    if (
      policy.state === 'valid' &&
      policy.policy.operatorSession?.lockOnKeyRemoval === true &&
      credential.binding === undefined
    )
      ports.presence.watch(proof.value.device, () => end('key-removed'));
    ports.sink.emit('staff', current);
    return ok(current);
  };

  return {
    async signIn() {
      const may = mayBegin();
      if (!may.ok) return may;
      const signIn = beginSignIn(ports);
      return begin(await ports.key.prove('sign-in', signIn.challenge, null), signIn, 'hid');
    },
    webAuthnOptions(caller) {
      const may = mayBegin();
      if (!may.ok) return may;
      const { challenge } = begun.begin();
      return ports.key.request({ purpose: 'sign-in', challenge, only: null, command: null }, caller);
    },
    async webAuthnSignIn(answer, caller) {
      const may = mayBegin();
      if (!may.ok) return may;
      const ceremony = ports.key.pending(answer.ceremonyId, 'sign-in');
      const signIn = ceremony.ok ? begun.take(ceremony.value.challenge) : null;
      return begin(await ports.key.accept('sign-in', answer, null, caller), signIn, 'webauthn');
    },
    async codeSignIn(operatorId, prove) {
      const may = mayBegin();
      if (!may.ok) return may;
      const proved = await grantByCode(ports, prove);
      if (!proved.ok) {
        recordFailure(proved.refusal.code, 'totp');
        return proved;
      }
      if (session !== null) return refuse('staff/already-signed-in');
      const operator = activeOperator(ports.store.read, operatorId);
      if (operator === null) return refuse('totp/wrong');
      const current = open(operator, null, proved.value, { client: 'totp' });
      ports.sink.emit('staff', current);
      return ok(current);
    },
    stay() {
      const current = view();
      return current === null
        ? refuse(wentStale ? 'staff/sign-in-stale' : 'staff/not-signed-in')
        : ok(current);
    },
    signOut() {
      end('signed-out');
      return ok({});
    },
    current: view,
    standing() {
      expire();
      if (session !== null) return { state: 'signed-in', role: roleOf(session) };
      return { state: wentStale ? 'stale' : 'none' };
    },
    active() {
      if (session !== null) session.activeMs = monotonicMs();
    },
    operator() {
      expire();
      if (session !== null) return ok(session.operator);
      return refuse(wentStale ? 'staff/sign-in-stale' : 'staff/not-signed-in');
    },
    signer(id) {
      expire();
      if (session === null) return refuse(wentStale ? 'staff/sign-in-stale' : 'staff/not-signed-in');
      const { operator, credentialId } = session;
      if (credentialId !== null)
        return id === undefined || id === operator.id ? ok(operator) : refuse('staff/signer-refused');
      if (id === undefined) return refuse('staff/other-signer-needed');
      const other = activeOperator(ports.store.read, id);
      return other === null || id === operator.id ? refuse('staff/signer-refused') : ok(other);
    },
    proven(path, body) {
      expire();
      if (session === null) return refuse(wentStale ? 'staff/sign-in-stale' : 'staff/not-signed-in');
      const { operator, grant } = session;
      if (grant === null) return refuse('station/not-enrolled');
      const request = { ...body, operator: operator.id };
      return ok({ ...request, proof: grant.prove(operator.id, path, request) });
    },
    registryChanged() {
      if (session === null) return;
      if (session.credentialId === null) {
        const operator = activeOperator(ports.store.read, session.operator.id);
        if (operator === null) end('revoked');
        else session.operator = operator;
        return;
      }
      const owner = findCredential(ports.store.read, session.credentialId);
      if (owner === null || owner.operator.id !== session.operator.id) end('revoked');
      // Role and own account (I4) are those of the registry as it is now.
      else session.operator = owner.operator;
    },
    close: stopWatching,
  };
}
