import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { ExemptionDecision, LabSession, SessionEnding } from '../../../preload/contract/models/lab.ts';
import type { AuditTrail, EventSink, PolicySource, Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { bootMoment, elapsedAtLeastMs, isSameBoot, type StationBoot } from './boot-moment.ts';
import type { ProcessMark } from './desktop-processes.ts';
import { everySecond } from './every-second.ts';
import { newSession, type SessionPerson, sessionEntry, unheardEntry } from './new-session.ts';
import { deletePreparationMark, readPreparationMark, writePreparationMark } from './preparation-mark.ts';
import type { SessionFolders } from './session-folders.ts';
import { endingOf, extendedEnd, type SessionLimits, viewOf } from './session-limits.ts';
import {
  deleteSession,
  insertSession,
  readSession,
  type SessionRecord,
  updateSession,
} from './session-record.ts';
import type { SitePreparation } from './site-preparation.ts';
import { createToldEnd } from './told-end.ts';
import type { StationWipe } from './wipe/station-wipe.ts';

/** What those who act for an open session need to know of it. */
export interface SessionPlace {
  readonly personId: string;
  readonly session: LabSession;
  readonly folder: string;
  /** Resolves when the site's commands have run; then the session may be over. */
  readonly prepared: Promise<void>;
}

export interface LabSessions {
  /** The open session, or null. One whose time is over is ended by this look. */
  current(): LabSession | null;
  place(): SessionPlace | null;
  /**
   * Opens the one session of this station, for as long as the valid policy says, and runs `along` in the same
   * transaction. Refuses with `session/already-open`, `session/still-wiping`, `session/wipe-failed`, `policy/missing`,
   * `clock/untrusted` or `session/no-folder`; then `along` has not run. The site's commands start at once.
   */
  open(
    person: SessionPerson,
    decision: ExemptionDecision,
    along: (database: WritableDatabase) => void,
  ): Result<LabSession>;
  /** Puts the end off. Refuses with `session/none`, `session/locked` or `session/no-extension`. */
  extend(): Result<LabSession>;
  /** Somebody touched the machine. Nothing while locked. */
  active(): Result<Record<string, never>>;
  /** Keeps the place. Refuses with `session/none`, `session/locked` or `session/cannot-lock`. */
  lock(): Result<LabSession>;
  /** Ends the lock once the person has shown who they are; `along` runs in the same transaction. */
  unlock(along: (database: WritableDatabase) => void): Result<LabSession>;
  /** Shows what staff want the person to know, if they were there when it was said. */
  tell(text: LocalizedText, at: Date): void;
  /** Ends the session that was open when staff said so; one that began later goes on. */
  endByStaff(at: Date): void;
  /** Ends it. Refuses with `session/none`, or `session/locked`: who passes by ends nobody's session. */
  signOut(): Result<Record<string, never>>;
  /** Stops watching the end; the session stays stored. */
  close(): void;
}

/** A touch so soon after the last one is not stored. */
const activeEveryMs = 5000;

/**
 * The lab session. It is stored, so that an agent which restarts under an open window finds it again; after a boot it is
 * ended instead. It is over when the known time reaches its end or when its length has certainly passed: a clock that is
 * set back prolongs nothing, one set forward can only end it early. Its end owes a wipe in the same transaction.
 *
 * What a command of the site that it can't do without came to is never forgotten: not by a session that ends meanwhile,
 * nor by an agent that is killed.
 */
export function createLabSessions(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly sink: EventSink;
  readonly boot: StationBoot;
  readonly wipe: Pick<StationWipe, 'standing' | 'owe' | 'lockFor' | 'begin'>;
  readonly folders: SessionFolders;
  readonly preparation: SitePreparation;
  /** The desktop's processes at this moment; null where they can't be told. */
  readonly baseline: () => readonly ProcessMark[] | null;
  readonly schedule?: (work: () => void) => () => void;
}): LabSessions {
  const now = () => bootMoment(ports.boot, ports.clock);
  const shown = (record: SessionRecord): LabSession => viewOf(record.session, record.limits);
  const toldEnd = createToldEnd(ports.sink);
  let preparing: Promise<unknown> = Promise.resolve();
  let prepared: Promise<void> = Promise.resolve();

  const putAway = (id: string): void => {
    if (!ports.folders.isAway(id)) ports.folders.putAway(id);
  };
  const end = (record: SessionRecord, ending: SessionEnding): void => {
    const { session, personId, baseline, startedAt } = record;
    ports.store.write((database) => {
      deleteSession(database);
      if (ending === 'preparation-failed' || ending === 'station-restarted') deletePreparationMark(database);
      ports.wipe.owe(database, {
        person: { id: personId, login: session.login, session: session.id },
        baseline,
        boot: startedAt.boot,
        failed: ending === 'preparation-failed' ? 'hook' : null,
      });
      const by = ending === 'signed-out' ? 'visitor' : 'station';
      ports.audit.append(database, sessionEntry('lab-signed-out', record, { ending }, by));
    });
    open = null;
    owed = null;
    putAway(session.id);
    toldEnd.tell(ending);
    // What a command of the site still mounts, a wipe before its end would miss.
    ports.wipe.begin(preparing);
  };

  /** An end that somebody asked for and that can't be stored yet. */
  let owed: SessionEnding | null = null;
  const endWhenOver = (): void => {
    if (open === null) return;
    const { session, startedAt, limits } = open;
    const ending = owed ?? endingOf(session, startedAt, limits, now());
    if (ending === null) return;
    try {
      end(open, ending);
    } catch (error) {
      toldEnd.tellUnstored(session.id, ending);
      // What tells an agent that is started anew that nobody may come back to it.
      putAway(session.id);
      throw error;
    }
  };

  /** Stores the changed session and tells the window. */
  const change = (record: SessionRecord, along: (database: WritableDatabase) => void): Result<LabSession> => {
    ports.store.write((database) => {
      updateSession(database, record);
      along(database);
    });
    open = record;
    ports.sink.emit('session', shown(record));
    return ok(shown(record));
  };

  /** The session if it is open and not locked. */
  const usable = (): Result<SessionRecord> => {
    endWhenOver();
    if (open === null) return refuse('session/none');
    return open.limits.lockedAt === null ? ok(open) : refuse('session/locked');
  };

  const withLimits = (record: SessionRecord, limits: Partial<SessionLimits>): SessionRecord => ({
    ...record,
    limits: { ...record.limits, ...limits },
  });

  /** The site's commands are over; `null` where the agent was ended before it heard how. */
  const endPreparation = (id: string, outcome: 'done' | 'failed' | null): void => {
    const failed = outcome !== 'done';
    if (!failed && readPreparationMark(ports.store.read) !== id) return;
    const isOpen = open?.session.id === id;
    ports.store.write((database) => {
      // While the session is open its end takes the mark away.
      if (!(failed && isOpen)) deletePreparationMark(database);
      if (failed && !isOpen) ports.wipe.lockFor(database, id);
      if (outcome === null) ports.audit.append(database, unheardEntry(id));
    });
    if (failed && isOpen && open !== null) end(open, 'preparation-failed');
  };

  let open = readSession(ports.store.read);
  if (open !== null && !isSameBoot(open.startedAt, now())) end(open, 'station-restarted');
  // It was over before, when its end could not be stored.
  else if (open !== null && ports.folders.isAway(open.session.id)) end(open, 'signed-out');
  const unheard = readPreparationMark(ports.store.read);
  if (unheard !== null) endPreparation(unheard, null);
  endWhenOver();
  if (open !== null) ports.sink.emit('session', shown(open));
  else if (ports.wipe.standing().ok && ports.folders.hasStrays(null)) {
    // Left by a crash between making a folder and storing its session.
    ports.store.write((database) =>
      ports.wipe.owe(database, { person: null, baseline: null, boot: ports.boot.id, failed: null }),
    );
  }
  ports.wipe.begin();
  const stop = (ports.schedule ?? everySecond)(endWhenOver);

  return {
    current() {
      endWhenOver();
      return open === null ? null : shown(open);
    },

    place() {
      endWhenOver();
      if (open === null) return null;
      const { personId, session } = open;
      return { personId, session: shown(open), folder: ports.folders.pathOf(session.id), prepared };
    },

    open(person, decision, along) {
      endWhenOver();
      if (open !== null) return refuse('session/already-open');
      const clean = ports.wipe.standing();
      if (!clean.ok) return clean;
      const state = ports.policy.current();
      if (state.state === 'invalid') return refuse('policy/missing');
      const time = ports.clock.trusted();
      if (!time.ok) return time;
      const record = newSession({
        person,
        decision,
        policy: state.policy,
        now: time.value,
        startedAt: now(),
        baseline: ports.baseline(),
      });
      const { id } = record.session;
      const folder = ports.folders.make(id);
      if (!folder.ok) return folder;
      try {
        ports.store.write((database) => {
          insertSession(database, record);
          if (ports.preparation.canFail()) writePreparationMark(database, id);
          along(database);
          const { endsAt, offline } = record.session;
          const facts = { policyVersion: decision.policyVersion, endsAt, offline };
          ports.audit.append(database, sessionEntry('lab-signed-in', record, facts));
        });
      } catch (error) {
        ports.folders.putAway(id);
        throw error;
      }
      open = record;
      const isOpen = () => open?.session.id === id;
      const commands = ports.preparation.run({ id: person.id, login: person.login, session: id }, isOpen);
      preparing = commands.catch(() => undefined);
      prepared = commands.then((outcome) => endPreparation(id, outcome));
      prepared.catch(() => undefined); // heard by whoever waits for it: nothing opens then
      ports.sink.emit('session', shown(record));
      return ok(shown(record));
    },

    extend() {
      const record = usable();
      if (!record.ok) return record;
      const state = ports.policy.current();
      const { session, limits } = record.value;
      const moment = now();
      const later =
        state.state === 'invalid'
          ? null
          : extendedEnd(session, limits, state.policy, new Date(moment.seenAt));
      if (later === null) return refuse('session/no-extension');
      const extended = withLimits(
        { ...record.value, session: { ...session, ...later } },
        { activeAt: moment, extensions: limits.extensions + 1 },
      );
      return change(extended, (database) =>
        ports.audit.append(
          database,
          sessionEntry('lab-session-extended', extended, { endsAt: later.endsAt }),
        ),
      );
    },

    active() {
      const record = usable();
      if (record.ok && record.value.limits.rules.idleMs !== null) {
        const moment = now();
        // A program that calls without end is no reason to write without end.
        if (elapsedAtLeastMs(record.value.limits.activeAt, moment) >= activeEveryMs)
          change(withLimits(record.value, { activeAt: moment }), () => undefined);
      }
      return record.ok || record.refusal.code === 'session/locked' ? ok({}) : record;
    },

    lock() {
      const record = usable();
      if (!record.ok) return record;
      if (record.value.limits.rules.keepPlaceMs === null) return refuse('session/cannot-lock');
      return change(withLimits(record.value, { lockedAt: now() }), (database) =>
        ports.audit.append(database, sessionEntry('lab-session-locked', record.value, {})),
      );
    },

    unlock(along) {
      endWhenOver();
      if (open === null) return refuse('session/none');
      const record = open;
      if (record.limits.lockedAt === null) return refuse('session/not-locked');
      return change(withLimits(record, { lockedAt: null, activeAt: now() }), (database) => {
        along(database);
        ports.audit.append(database, sessionEntry('lab-session-unlocked', record, {}));
      });
    },

    tell(text, at) {
      endWhenOver();
      if (open === null || Date.parse(open.session.startedAt) > at.getTime()) return;
      const record = { ...open, session: { ...open.session, message: { text, at: at.toISOString() } } };
      change(record, (database) =>
        ports.audit.append(
          database,
          sessionEntry('lab-message-shown', record, { at: at.toISOString() }, 'station'),
        ),
      );
    },

    endByStaff(at) {
      endWhenOver();
      if (open !== null && Date.parse(open.session.startedAt) <= at.getTime()) owed = 'signed-out-by-staff';
      endWhenOver();
    },

    signOut() {
      const record = usable();
      if (!record.ok) return record;
      owed = 'signed-out';
      try {
        endWhenOver();
      } catch (error) {
        // Whoever leaves must not leave their session in view: it is over, and stored as soon as there is room.
        if (!(error instanceof StoreFailure)) throw error;
      }
      return ok({});
    },

    close: stop,
  };
}
