import { randomBytes } from 'node:crypto';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { StaffSession } from '../../../preload/contract/models.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { AuditTrail, EventSink, PolicySource, Store, TrustedClock } from '../ports.ts';
import type { StaffStanding } from '../router.ts';
import type { OperatorKey } from './operator-key.ts';
import { findCredential, registryUsable } from './operator-registry.ts';

/** NIST SP 800-63B-4 §2.2.3: reauthenticate after 12 h, or after 15 min of inactivity. */
const longestMs = 12 * 3_600_000;
const idleMs = 15 * 60_000;

export interface StaffSessions {
  signIn(): Promise<Result<StaffSession>>;
  /** The operator's own word that they are still here; the router has noted the activity already. */
  stay(): Result<StaffSession>;
  signOut(): Result<Record<string, never>>;
  current(): StaffSession | null;
  standing(): StaffStanding;
  /** A permitted call was made: the idle time starts anew. */
  active(): void;
  /** The signed-in operator; refuses when there is none or the sign-in went stale. */
  operator(): Result<OperatorRecord>;
  /** The registry changed: an operator who is revoked or gone, or whose key is, is signed out. */
  registryChanged(): void;
  close(): void;
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
  readonly monotonicMs?: () => number;
}): StaffSessions {
  const monotonicMs = ports.monotonicMs ?? (() => performance.now());
  let session: {
    operator: OperatorRecord;
    readonly credentialId: string;
    readonly startedMs: number;
    activeMs: number;
    readonly signedInAt: Date;
  } | null = null;
  let wentStale = false;

  const leftMs = () =>
    session === null ? 0 : Math.min(session.startedMs + longestMs, session.activeMs + idleMs) - monotonicMs();
  const view = (): StaffSession | null => {
    if (session === null || leftMs() <= 0) return null;
    const { id, name, role } = session.operator;
    return {
      operator: { id, name, role },
      signedInAt: session.signedInAt.toISOString(),
      expiresAt: new Date(ports.clock.now().getTime() + leftMs()).toISOString(),
    };
  };
  const end = (how: 'signed-out' | 'stale' | 'revoked') => {
    if (session === null) return;
    const { id } = session.operator;
    session = null;
    wentStale = how === 'stale';
    ports.store.write((database) =>
      ports.audit.append(database, {
        kind: 'staff-signed-out',
        actor: { type: 'operator', id },
        subject: null,
        facts: { how },
        detail: null,
      }),
    );
    ports.sink.emit('staff', null);
  };
  const expire = () => {
    if (session !== null && leftMs() <= 0) end('stale');
  };
  const timer = setInterval(expire, 5000);
  timer.unref();

  return {
    async signIn() {
      expire();
      if (session !== null) return refuse('staff/already-signed-in');
      const usable = registryUsable(ports);
      if (!usable.ok) return usable;
      const proof = await ports.key.prove('sign-in', randomBytes(32).toString('base64url'), null);
      if (!proof.ok) {
        ports.store.write((database) =>
          ports.audit.append(database, {
            kind: 'staff-sign-in-failed',
            actor: { type: 'operator', id: null },
            subject: null,
            facts: { code: proof.refusal.code },
            detail: null,
          }),
        );
        return proof;
      }
      const { operator, credential } = proof.value.owner;
      ports.store.write((database) =>
        ports.audit.append(database, {
          kind: 'staff-signed-in',
          actor: { type: 'operator', id: operator.id },
          subject: null,
          facts: { role: operator.role, credential: credential.label },
          detail: null,
        }),
      );
      // Only once it is on record (I8): the write above may throw.
      const now = monotonicMs();
      session = {
        operator,
        credentialId: credential.id,
        startedMs: now,
        activeMs: now,
        signedInAt: ports.clock.now(),
      };
      wentStale = false;
      const current = view();
      if (current === null) throw new Error('a new sign-in cannot be stale');
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
      if (session !== null) return { state: 'signed-in', role: session.operator.role };
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
    registryChanged() {
      if (session === null) return;
      const owner = findCredential(ports.store.read, session.credentialId);
      if (owner === null || owner.operator.id !== session.operator.id) end('revoked');
      // Role and own account (I4) are those of the registry as it is now.
      else session.operator = owner.operator;
    },
    close: () => clearInterval(timer),
  };
}
