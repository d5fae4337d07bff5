import { assertNever, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ExemptionDecision, SignInOutcome } from '../../../preload/contract/models/lab.ts';
import type {
  Directory,
  DirectoryAnswer,
  DirectoryPerson,
  UnavailableCause,
} from '../../directory/directory.ts';
import type { Exemption } from '../policy/exemption.ts';
import type { AuditTrail, Store } from '../ports.ts';
import type { LabSessions } from '../session/lab-session.ts';
import type { FailureLedger, SignInAttempt } from './failure-ledger.ts';
import { createFailureRecords } from './failure-records.ts';
import { putOfflineSignIn } from './offline-reports.ts';
import type { OfflineCheck, OfflineSignIn } from './offline-sign-in.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { SecondFactorDesk } from './second-factor-desk.ts';
import { withinTime } from './within-time.ts';

const directoryLimitMs = 10_000;
const mostWaiting = 2;

export interface LabSignInPorts {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly directory: Directory;
  readonly exemption: Exemption;
  readonly failures: FailureLedger;
  readonly sessions: LabSessions;
  readonly offline: OfflineSignIn;
  /** What asks for a second factor here; without it a password that needs one opens nothing. */
  readonly secondFactor?: SecondFactorDesk;
  /** All the time that the directory gets for one answer; 10 s unless said otherwise. */
  readonly directoryTimeoutMs?: number;
  readonly monotonicMs?: () => number;
}

export interface LabSignIn {
  /**
   * Signs a person in with their password alone where the policy exempts them. Refuses with `session/already-open`,
   * `sign-in/wait` (`seconds`), `sign-in/too-many-failures`, or `call/flood` when others already wait for their turn.
   * The password is neither kept nor logged; the login is kept as a keyed digest only (I7).
   */
  signIn(credentials: { readonly login: string; readonly password: string }): Promise<Result<SignInOutcome>>;
  /**
   * Gives up the question to the directory that is under way; its sign-in is refused with `sign-in/cancelled` and opens
   * nothing, whatever the directory says. It counts as a wrong one, since the directory may have counted it as such:
   * whoever cancels fast must not lock a classmate out there. False where nothing waits for the directory.
   */
  cancel(): boolean;
  /** A step of the second factor, in turn with the passwords: their failures are counted together. */
  inTurn<T>(step: () => Promise<Result<T>>): Promise<Result<T>>;
}

/** What stands in the two fields; nothing else holds the password. */
interface Typed {
  readonly login: string;
  readonly password: string;
  /** The station's own verification, where it was begun before the directory had answered. */
  readonly own: OfflineCheck | null;
}

/** The first condition that speaks against the exemption. */
function firstAgainst(decision: ExemptionDecision): string | null {
  return decision.reasons.find((reason) => !reason.holds)?.code ?? null;
}

/**
 * Sign-in at a lab workstation. The order says as little as it can:
 *
 * 1. Back-off, before anything is looked at.
 * 2. The place. Where nobody is exempt the answer is `mfa-required` at once and the directory is not asked: here a
 *    password alone opens nothing, so whether it is right is nobody's business. Unless a second factor can be asked at
 *    this station: then the password comes first, as everywhere.
 * 3. The directory. A wrong password is `wrong` before it is known who the person is to the policy.
 * 4. The person, with the place decided anew: time has passed.
 *
 * Every refusal of the directory counts as a failure, save `mfa-required`, and takes back what the station remembers of
 * the login for times without the directory. `unavailable` doesn't count, unless the policy lets the station answer
 * itself: then a password that it doesn't know counts as any wrong one does, and is still called `unavailable`, for the
 * station cannot tell who is unknown to it from who mistyped, and must not (I10).
 */
export function createLabSignIn(ports: LabSignInPorts): LabSignIn {
  const turns = createOneAtATime(mostWaiting);
  let waiting: AbortController | null = null;
  let directoryAway = false;
  const { recordFailure, recordCheapFailure } = createFailureRecords(
    ports.audit,
    ports.monotonicMs ?? (() => performance.now()),
  );

  const welcome = (
    attempt: SignInAttempt,
    person: DirectoryPerson,
    verifiedAt: Date | null,
  ): Result<SignInOutcome> => {
    const decision = ports.exemption.decide(person);
    if (!decision.exempt) {
      ports.store.write((database) => {
        // A second factor still to be shown may be guessed at: the password alone must not clear what was counted.
        if (ports.secondFactor?.mayAsk(decision) === true) attempt.notJudged(database);
        else attempt.succeeded(database);
        recordCheapFailure(
          database,
          {
            outcome: 'mfa-required',
            reason: firstAgainst(decision),
            policyVersion: decision.policyVersion,
          },
          person.id,
        );
      });
      return ok({ outcome: 'mfa-required', decision });
    }
    const opened = ports.sessions.open({ ...person, offline: verifiedAt !== null }, decision, (database) => {
      attempt.succeeded(database);
      if (verifiedAt !== null)
        putOfflineSignIn(database, person.id, verifiedAt, new Date(decision.decidedAt));
    });
    if (opened.ok) return ok({ outcome: 'ok', session: opened.value });
    ports.store.write((database) => {
      attempt.succeeded(database);
      recordFailure(database, { outcome: 'refused', reason: opened.refusal.code }, person.id);
    });
    return opened;
  };

  /** The directory is out of reach: the station's own verifier, where the policy has one. */
  const concludeWithout = async (
    { login, password, own }: Typed,
    attempt: SignInAttempt,
    cause: UnavailableCause,
    policyVersion: number | null,
  ): Promise<Result<SignInOutcome>> => {
    // Cancelled: the agent stops, and nobody knows whether the directory would have answered.
    const answer =
      cause === 'cancelled'
        ? ({ state: 'not-offered' } as const)
        : await (own ?? ports.offline.prepare(login, password)).answer();
    switch (answer.state) {
      case 'accepted':
        return welcome(attempt, answer.person, answer.verifiedAt);
      case 'refused':
        ports.store.write((database) => {
          recordFailure(database, {
            outcome: 'unavailable',
            reason: cause,
            offline: 'refused',
            policyVersion,
          });
          attempt.failed(database);
        });
        return ok({ outcome: 'unavailable' });
      case 'not-offered':
        ports.store.write((database) => {
          attempt.notJudged(database);
          recordCheapFailure(database, { outcome: 'unavailable', reason: cause, policyVersion });
        });
        return ok({ outcome: 'unavailable' });
    }
  };

  /** The password was right and is not enough: what the person can be asked here, if anything. */
  const offerFactor = async (
    login: string,
    decision: ExemptionDecision,
    known: Parameters<SecondFactorDesk['begin']>[1] | null,
  ): Promise<Result<SignInOutcome>> => {
    const desk = ports.secondFactor;
    const offer =
      known === null || desk === undefined || !desk.mayAsk(decision) ? null : await desk.begin(login, known);
    return ok({ outcome: 'mfa-required', decision, ...(offer === null ? {} : { secondFactor: offer }) });
  };

  const conclude = async (
    typed: Typed,
    attempt: SignInAttempt,
    answer: DirectoryAnswer,
    place: ExemptionDecision,
  ): Promise<Result<SignInOutcome>> => {
    const { policyVersion } = place;
    switch (answer.outcome) {
      case 'ok': {
        const result = welcome(attempt, answer.person, null);
        if (result.ok && result.value.outcome === 'ok')
          ports.offline.keep(typed.login, typed.password, answer.person, result.value.session.decision);
        else ports.store.write((database) => ports.offline.forgetLogin(database, typed.login));
        if (!result.ok || result.value.outcome !== 'mfa-required') return result;
        return offerFactor(typed.login, result.value.decision, { person: answer.person });
      }
      case 'unavailable':
        if (!place.exempt) {
          // The station's own verifier stands for the exemption only, never for a second factor.
          ports.store.write((database) => attempt.notJudged(database));
          return ok({ outcome: 'unavailable' });
        }
        return concludeWithout(typed, attempt, answer.cause, policyVersion);
      case 'mfa-required':
        ports.store.write((database) => {
          attempt.notJudged(database);
          ports.offline.forgetLogin(database, typed.login);
          recordCheapFailure(database, { outcome: 'mfa-required', reason: 'directory', policyVersion });
        });
        return offerFactor(
          typed.login,
          place,
          answer.challenge === undefined ? null : { challenge: answer.challenge },
        );
      case 'wrong':
      case 'locked':
      case 'expired':
      case 'must-change':
      case 'disabled':
      case 'not-allowed': {
        const { outcome } = answer;
        const standing = ports.store.write((database) => {
          recordFailure(database, { outcome, policyVersion });
          ports.offline.forgetLogin(database, typed.login);
          return attempt.failed(database);
        });
        return ok(outcome === 'wrong' ? { outcome, ...standing } : { outcome });
      }
      default:
        return assertNever(answer);
    }
  };

  const attemptSignIn = async (login: string, password: string): Promise<Result<SignInOutcome>> => {
    if (ports.sessions.current() !== null) return refuse('session/already-open');
    const backOff = ports.failures.judge(login);
    if (backOff.state === 'wait') return refuse('sign-in/wait', { seconds: backOff.seconds });
    if (backOff.state === 'too-many') return refuse('sign-in/too-many-failures');

    const place = ports.exemption.decide(null);
    ports.secondFactor?.leave();
    if (!place.exempt && ports.secondFactor?.mayAsk(place) !== true) {
      ports.store.write((database) =>
        recordCheapFailure(database, {
          outcome: 'mfa-required',
          reason: firstAgainst(place),
          policyVersion: place.policyVersion,
        }),
      );
      return ok({ outcome: 'mfa-required', decision: place });
    }

    // Away a moment ago, it is likely away still: the station's own work then runs beside the question, on its own thread.
    const own = directoryAway && place.exempt ? ports.offline.prepare(login, password) : null;
    const attempt = ports.failures.begin(login);
    const givenUp = new AbortController();
    waiting = givenUp;
    const answer = await withinTime<DirectoryAnswer>(
      ports.directoryTimeoutMs ?? directoryLimitMs,
      (signal) => ports.directory.verify({ login, password, signal }),
      { outcome: 'unavailable', cause: 'timeout' },
      givenUp.signal,
    ).finally(() => {
      waiting = null;
    });
    if (givenUp.signal.aborted) {
      ports.store.write((database) => {
        recordFailure(database, { outcome: 'cancelled', policyVersion: place.policyVersion });
        attempt.failed(database);
      });
      return refuse('sign-in/cancelled');
    }
    directoryAway = answer.outcome === 'unavailable';
    return conclude({ login, password, own }, attempt, answer, place);
  };

  return {
    async signIn({ login, password }) {
      if (ports.sessions.current() !== null) return refuse('session/already-open');
      return (await turns.run(() => attemptSignIn(login, password))) ?? refuse('call/flood');
    },
    cancel() {
      waiting?.abort();
      return waiting !== null;
    },
    async inTurn(step) {
      return (await turns.run(step)) ?? refuse('call/flood');
    },
  };
}
