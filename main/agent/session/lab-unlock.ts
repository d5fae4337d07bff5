import { assertNever, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { SignInOutcome } from '../../../preload/contract/models/lab.ts';
import type { Directory, DirectoryAnswer } from '../../directory/directory.ts';
import type { AuditEntryInput, AuditTrail, Store, WritableDatabase } from '../ports.ts';
import type { FailureLedger, SignInAttempt } from '../sign-in/failure-ledger.ts';
import type { OfflineSignIn } from '../sign-in/offline-sign-in.ts';
import { createOneAtATime } from '../sign-in/one-at-a-time.ts';
import { withinTime } from '../sign-in/within-time.ts';
import type { LabSessions, SessionPlace } from './lab-session.ts';

const directoryLimitMs = 10_000;
const mostWaiting = 1;

export interface LabUnlock {
  /**
   * Opens a kept place for the person whose it is. Refuses with `session/none`, `session/not-locked`, `sign-in/wait`,
   * `sign-in/too-many-failures` or `call/flood`. The password is neither kept nor logged (I7).
   */
  unlock(typed: { readonly password: string }): Promise<Result<SignInOutcome>>;
}

/**
 * "Keep my place": the same directory, the same back-off and the same offline verifier as at sign-in (I10), for the one
 * person whose session it is. Another's password opens nothing, whoever it belongs to.
 */
export function createLabUnlock(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly directory: Pick<Directory, 'verify'>;
  readonly failures: Pick<FailureLedger, 'judge' | 'begin'>;
  readonly offline: Pick<OfflineSignIn, 'verify'>;
  readonly sessions: Pick<LabSessions, 'place' | 'unlock'>;
  readonly directoryTimeoutMs?: number;
}): LabUnlock {
  const turns = createOneAtATime(mostWaiting);

  const record = (database: WritableDatabase, place: SessionPlace, facts: AuditEntryInput['facts']) =>
    ports.audit.append(database, {
      kind: 'lab-unlock-failed',
      actor: { type: 'visitor', id: null },
      subject: place.personId,
      facts: { session: place.session.id, ...facts },
      detail: null,
    });

  const lockedPlace = (): Result<SessionPlace> => {
    const place = ports.sessions.place();
    if (place === null) return refuse('session/none');
    return place.session.lockedUntil === null ? refuse('session/not-locked') : ok(place);
  };

  const accept = (attempt: SignInAttempt, place: SessionPlace, personId: string): Result<SignInOutcome> => {
    // The session may have ended, and even another begun, while the directory thought.
    if (personId === place.personId && ports.sessions.place()?.session.id === place.session.id) {
      const unlocked = ports.sessions.unlock((database) => attempt.succeeded(database));
      if (unlocked.ok) return ok({ outcome: 'ok', session: unlocked.value });
    }
    ports.store.write((database) => {
      attempt.succeeded(database);
      record(database, place, { outcome: personId === place.personId ? 'session-over' : 'other-person' });
    });
    return personId === place.personId ? refuse('session/none') : ok({ outcome: 'not-allowed' });
  };

  const conclude = async (
    password: string,
    attempt: SignInAttempt,
    place: SessionPlace,
    answer: DirectoryAnswer,
  ): Promise<Result<SignInOutcome>> => {
    switch (answer.outcome) {
      case 'ok':
        return accept(attempt, place, answer.person.id);
      case 'mfa-required':
        // A challenge says that the password was right, and this session had its second factor a short while ago.
        if (answer.challenge !== undefined && hadSecondFactor(place)) {
          return accept(attempt, place, place.personId);
        }
        ports.store.write((database) => {
          attempt.notJudged(database);
          record(database, place, { outcome: 'mfa-required' });
        });
        return ok({ outcome: 'mfa-required', decision: place.session.decision });
      case 'unavailable': {
        const own =
          answer.cause === 'cancelled'
            ? ({ state: 'not-offered' } as const)
            : await ports.offline.verify(place.session.login, password);
        if (own.state === 'accepted') return accept(attempt, place, own.person.id);
        ports.store.write((database) => {
          record(database, place, { outcome: 'unavailable', reason: answer.cause, offline: own.state });
          if (own.state === 'refused') attempt.failed(database);
          else attempt.notJudged(database);
        });
        return ok({ outcome: 'unavailable' });
      }
      case 'wrong':
      case 'locked':
      case 'expired':
      case 'must-change':
      case 'disabled':
      case 'not-allowed': {
        const { outcome } = answer;
        const standing = ports.store.write((database) => {
          record(database, place, { outcome });
          return attempt.failed(database);
        });
        return ok(outcome === 'wrong' ? { outcome, ...standing } : { outcome });
      }
      default:
        return assertNever(answer);
    }
  };

  const attemptUnlock = async (password: string): Promise<Result<SignInOutcome>> => {
    const found = lockedPlace();
    if (!found.ok) return found;
    const place = found.value;
    const { login } = place.session;
    const backOff = ports.failures.judge(login);
    if (backOff.state === 'wait') return refuse('sign-in/wait', { seconds: backOff.seconds });
    if (backOff.state === 'too-many') return refuse('sign-in/too-many-failures');
    const attempt = ports.failures.begin(login);
    const answer = await withinTime<DirectoryAnswer>(
      ports.directoryTimeoutMs ?? directoryLimitMs,
      (signal) => ports.directory.verify({ login, password, signal }),
      { outcome: 'unavailable', cause: 'timeout' },
    );
    return conclude(password, attempt, place, answer);
  };

  return {
    async unlock({ password }) {
      const found = lockedPlace();
      if (!found.ok) return found;
      return (await turns.run(() => attemptUnlock(password))) ?? refuse('call/flood');
    },
  };
}

function hadSecondFactor({ session }: SessionPlace): boolean {
  return session.decision.reasons.some(({ code, holds }) => code === 'second-factor-verified' && holds);
}
