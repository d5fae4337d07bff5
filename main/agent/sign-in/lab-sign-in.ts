import { assertNever, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ExemptionDecision, SignInOutcome } from '../../../preload/contract/models/lab.ts';
import type { Directory, DirectoryAnswer, DirectoryPerson } from '../../directory/directory.ts';
import type { Exemption } from '../policy/exemption.ts';
import type { AuditEntryInput, AuditTrail, Store, WritableDatabase } from '../ports.ts';
import type { LabSessions } from '../session/lab-session.ts';
import type { FailureLedger, SignInAttempt } from './failure-ledger.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { createRepeatFilter } from './repeat-filter.ts';
import { withinTime } from './within-time.ts';

const directoryLimitMs = 10_000;
const mostWaiting = 2;
const repeatsEveryMs = 60_000;

export interface LabSignInPorts {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly directory: Directory;
  readonly exemption: Exemption;
  readonly failures: FailureLedger;
  readonly sessions: LabSessions;
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
 *    password alone opens nothing, so whether it is right is nobody's business.
 * 3. The directory. A wrong password is `wrong` before it is known who the person is to the policy.
 * 4. The person, with the place decided anew: time has passed.
 *
 * Every refusal of the directory counts as a failure, save `mfa-required`; `unavailable` doesn't count.
 */
export function createLabSignIn(ports: LabSignInPorts): LabSignIn {
  const turns = createOneAtATime(mostWaiting);
  const repeats = createRepeatFilter(repeatsEveryMs, ports.monotonicMs ?? (() => performance.now()));

  const recordFailure = (
    database: WritableDatabase,
    facts: AuditEntryInput['facts'],
    subject: string | null = null,
  ): void => {
    ports.audit.append(database, {
      kind: 'lab-sign-in-failed',
      actor: { type: 'visitor', id: null },
      subject,
      facts,
      detail: null,
    });
  };

  /** For refusals that don't count: equal ones are recorded once a minute, or they could fill the disk. */
  const recordCheapFailure = (
    database: WritableDatabase,
    facts: AuditEntryInput['facts'],
    subject: string | null = null,
  ): void => {
    const repeated = repeats.admit(JSON.stringify([facts, subject]));
    if (repeated !== null) recordFailure(database, { ...facts, repeated }, subject);
  };

  const welcome = (attempt: SignInAttempt, person: DirectoryPerson): Result<SignInOutcome> => {
    const decision = ports.exemption.decide(person);
    if (!decision.exempt) {
      ports.store.write((database) => {
        attempt.succeeded(database);
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
    const opened = ports.sessions.open(person, decision, (database) => attempt.succeeded(database));
    if (opened.ok) return ok({ outcome: 'ok', session: opened.value });
    ports.store.write((database) => {
      attempt.succeeded(database);
      recordFailure(database, { outcome: 'refused', reason: opened.refusal.code }, person.id);
    });
    return opened;
  };

  const conclude = (
    attempt: SignInAttempt,
    answer: DirectoryAnswer,
    place: ExemptionDecision,
  ): Result<SignInOutcome> => {
    const { policyVersion } = place;
    switch (answer.outcome) {
      case 'ok':
        return welcome(attempt, answer.person);
      case 'unavailable':
        ports.store.write((database) => {
          attempt.notJudged(database);
          recordCheapFailure(database, { outcome: 'unavailable', reason: answer.cause, policyVersion });
        });
        return ok({ outcome: 'unavailable' });
      case 'mfa-required':
        ports.store.write((database) => {
          attempt.notJudged(database);
          recordCheapFailure(database, { outcome: 'mfa-required', reason: 'directory', policyVersion });
        });
        return ok({ outcome: 'mfa-required', decision: place });
      case 'wrong':
      case 'locked':
      case 'expired':
      case 'must-change':
      case 'disabled':
      case 'not-allowed': {
        const { outcome } = answer;
        const standing = ports.store.write((database) => {
          recordFailure(database, { outcome, policyVersion });
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
    if (!place.exempt) {
      ports.store.write((database) =>
        recordCheapFailure(database, {
          outcome: 'mfa-required',
          reason: firstAgainst(place),
          policyVersion: place.policyVersion,
        }),
      );
      return ok({ outcome: 'mfa-required', decision: place });
    }

    const attempt = ports.failures.begin(login);
    const answer = await withinTime<DirectoryAnswer>(
      ports.directoryTimeoutMs ?? directoryLimitMs,
      (signal) => ports.directory.verify({ login, password, signal }),
      { outcome: 'unavailable', cause: 'timeout' },
    );
    return conclude(attempt, answer, place);
  };

  return {
    async signIn({ login, password }) {
      if (ports.sessions.current() !== null) return refuse('session/already-open');
      return (await turns.run(() => attemptSignIn(login, password))) ?? refuse('call/flood');
    },
  };
}
