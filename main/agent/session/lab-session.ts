import { randomUUID } from 'node:crypto';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ExemptionDecision, LabSession } from '../../../preload/contract/models/lab.ts';
import type { AuditTrail, EventSink, PolicySource, Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { bootMoment, elapsedAtLeastMs, isSameBoot, type StationBoot } from './boot-moment.ts';
import { deleteSession, insertSession, readSession, type SessionRecord } from './session-record.ts';

/**
 * - `signed-out`: the person, or whoever acts for them, ended it.
 * - `expired`: it reached the policy's length.
 * - `station-restarted`: the machine was switched off in between, so nobody knows who sits there now.
 */
export type SessionEnding = 'signed-out' | 'expired' | 'station-restarted';

/** Whom a session is for, as the directory describes them. */
export interface SessionPerson {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly kana?: string;
}

export interface LabSessions {
  /** The open session, or null. One whose time is over is ended by this look. */
  current(): LabSession | null;
  /**
   * Opens the one session of this station, for as long as the valid policy says, and runs `along` in the same
   * transaction. Refuses with `session/already-open`, `policy/missing` or `clock/untrusted`; then `along` has not run.
   */
  open(
    person: SessionPerson,
    decision: ExemptionDecision,
    along: (database: WritableDatabase) => void,
  ): Result<LabSession>;
  /** Ends it. Refuses with `session/none`. */
  signOut(ending: SessionEnding): Result<Record<string, never>>;
  /** Stops watching the end; the session stays stored. */
  close(): void;
}

/** Calls `work` about once a second without keeping the process alive; returns what stops it. */
function everySecond(work: () => void): () => void {
  const timer = setInterval(work, 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * The lab session. It is stored, so that an agent which restarts under an open window finds it again; after a boot it is
 * ended instead. It is over when the known time reaches its end or when its length has certainly passed: a clock that is
 * set back prolongs nothing, one set forward can only end it early.
 */
export function createLabSessions(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly sink: EventSink;
  readonly boot: StationBoot;
  readonly schedule?: (work: () => void) => () => void;
}): LabSessions {
  const isOver = ({ session, startedAt }: SessionRecord): boolean => {
    const endsAt = Date.parse(session.endsAt);
    const lengthMs = endsAt - Date.parse(session.startedAt);
    const now = bootMoment(ports.boot, ports.clock);
    return now.seenAt >= endsAt || elapsedAtLeastMs(startedAt, now) >= lengthMs;
  };

  const end = (record: SessionRecord, ending: SessionEnding): void => {
    ports.store.write((database) => {
      deleteSession(database);
      ports.audit.append(database, {
        kind: 'lab-signed-out',
        actor: { type: ending === 'signed-out' ? 'visitor' : 'station', id: null },
        subject: record.personId,
        facts: { session: record.session.id, ending },
        detail: null,
      });
    });
    open = null;
    ports.sink.emit('session', null);
  };

  const endWhenOver = (): void => {
    if (open !== null && isOver(open)) end(open, 'expired');
  };

  let open = readSession(ports.store.read);
  if (open !== null && !isSameBoot(open.startedAt, bootMoment(ports.boot, ports.clock))) {
    end(open, 'station-restarted');
  }
  endWhenOver();
  if (open !== null) ports.sink.emit('session', open.session);
  const stop = (ports.schedule ?? everySecond)(endWhenOver);

  return {
    current() {
      endWhenOver();
      return open === null ? null : open.session;
    },

    open(person, decision, along) {
      endWhenOver();
      if (open !== null) return refuse('session/already-open');
      const policy = ports.policy.current();
      if (policy.state === 'invalid') return refuse('policy/missing');
      const now = ports.clock.trusted();
      if (!now.ok) return now;
      const lengthMs = policy.policy.session.maximumMinutes * 60_000;
      const session: LabSession = {
        id: randomUUID(),
        login: person.login,
        displayName: person.displayName,
        kana: person.kana ?? null,
        startedAt: now.value.toISOString(),
        endsAt: new Date(now.value.getTime() + lengthMs).toISOString(),
        endsBecause: 'length',
        idleEndsAt: null,
        warnAt: new Date(now.value.getTime() + lengthMs - 60_000).toISOString(),
        extensionsLeft: 0,
        lockedUntil: null,
        canLock: false,
        offline: false,
        message: null,
        tiles: [],
        decision,
      };
      const record: SessionRecord = {
        personId: person.id,
        session,
        startedAt: bootMoment(ports.boot, ports.clock),
      };
      ports.store.write((database) => {
        insertSession(database, record);
        along(database);
        ports.audit.append(database, {
          kind: 'lab-signed-in',
          actor: { type: 'visitor', id: null },
          subject: person.id,
          facts: { session: session.id, policyVersion: decision.policyVersion, endsAt: session.endsAt },
          detail: null,
        });
      });
      open = record;
      ports.sink.emit('session', session);
      return ok(session);
    },

    signOut(ending) {
      endWhenOver();
      if (open === null) return refuse('session/none');
      end(open, ending);
      return ok({});
    },

    close: stop,
  };
}
