import { assertNever, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { FactorStep } from '../../../preload/contract/models/factor-step.ts';
import type { ExemptionDecision } from '../../../preload/contract/models/lab.ts';
import type { FactorOffer, ProviderPage } from '../../../preload/contract/models/second-factor.ts';
import type { Directory, DirectoryPerson } from '../../directory/directory.ts';
import type { ProviderSignIn } from '../../directory/open-id-connect.ts';
import type {
  FactorAnswer,
  FactorChallenge,
  FactorVerifier,
  SecondFactor,
} from '../../directory/second-factor.ts';
import type { Exemption } from '../policy/exemption.ts';
import type { AuditTrail, Store, WritableDatabase } from '../ports.ts';
import type { LabSessions } from '../session/lab-session.ts';
import type { FailureLedger, SignInAttempt } from './failure-ledger.ts';
import { mayAskFactor } from './may-ask-factor.ts';
import { type PendingFactor, pendingFactor } from './pending-factor.ts';
import { createSentPrompts } from './sent-prompts.ts';
import { withinTime } from './within-time.ts';

const verifierLimitMs = 10_000;
/** How long the password's yes is remembered where the verifier sets no limit: nothing is stored of it. */
const pageSeconds = 300;

/** A password that was right, waiting for its second factor. One at a time; a new password ends it. */
export interface SecondFactorDesk {
  /** Whether a second factor may take the place of this decision's exemption: never without policy, station and time. */
  mayAsk(decision: ExemptionDecision): boolean;
  /** What the person can be asked, by the directory's own challenge or by what stands beside it; null for nothing. */
  begin(
    login: string,
    known: { readonly person: DirectoryPerson } | { readonly challenge: FactorChallenge },
  ): Promise<FactorOffer | null>;
  send(input: { readonly factorId: string }): Promise<Result<FactorStep>>;
  verify(input: {
    readonly factorId: string;
    readonly code?: string | undefined;
  }): Promise<Result<FactorStep>>;
  openPage(): Promise<Result<ProviderPage>>;
  finishPage(input: { readonly callback: string }): Promise<Result<FactorStep>>;
  /** Forgets that the password was right. */
  leave(): void;
}

export function createSecondFactorDesk(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly exemption: Exemption;
  readonly failures: Pick<FailureLedger, 'judge' | 'begin'>;
  readonly sessions: Pick<LabSessions, 'open'>;
  readonly directory: Pick<Directory, 'kind' | 'secondFactor'>;
  /** Beside the directory; null for none. */
  readonly beside: SecondFactor | null;
  readonly provider: ProviderSignIn | null;
  readonly monotonicMs?: () => number;
}): SecondFactorDesk {
  const monotonicMs = ports.monotonicMs ?? (() => performance.now());
  const prompts = createSentPrompts(monotonicMs);
  let pending: PendingFactor | null = null;

  const current = (): PendingFactor | null => {
    if (pending?.isOver(monotonicMs())) pending = null;
    return pending;
  };

  const record = (
    database: WritableDatabase,
    kind: 'second-factor-verified' | 'second-factor-failed',
    subject: string | null,
    facts: Readonly<Record<string, string>>,
  ) =>
    ports.audit.append(database, {
      kind,
      actor: { type: 'visitor', id: null },
      subject,
      facts,
      detail: null,
    });

  /** Ends what was waited for, and says why. */
  const end = (
    waiting: PendingFactor,
    code: Parameters<typeof refuse>[0],
    via: string,
    settle: (database: WritableDatabase) => void,
  ): Result<never> => {
    if (pending === waiting) pending = null;
    ports.store.write((database) => {
      settle(database);
      record(database, 'second-factor-failed', waiting.person?.id ?? null, { reason: code, via });
    });
    return refuse(code);
  };

  /** The decision is made anew for the person: time has passed, and a second factor replaces the exemption alone. */
  const welcome = (
    waiting: PendingFactor,
    person: DirectoryPerson,
    attempt: SignInAttempt,
    method: string,
    via: string,
  ): Result<FactorStep> => {
    const judged = ports.exemption.decide(person);
    if (!mayAskFactor(judged))
      return end(waiting, 'factor/refused', via, (database) => attempt.notJudged(database));
    const verified = { code: 'second-factor-verified', holds: true, parameters: { method } } as const;
    const decision: ExemptionDecision = { ...judged, reasons: [...judged.reasons, verified] };
    const opened = ports.sessions.open(person, decision, (database) => {
      attempt.succeeded(database);
      record(database, 'second-factor-verified', person.id, { method, via });
    });
    if (pending === waiting) pending = null;
    if (opened.ok) return ok({ state: 'ok', session: opened.value });
    ports.store.write((database) => attempt.notJudged(database));
    return opened;
  };

  const verifierOf = (waiting: PendingFactor): { verifier: FactorVerifier; via: string } | null => {
    const verifier = waiting.byDirectory ? ports.directory.secondFactor : ports.beside;
    if (verifier === undefined || verifier === null) return null;
    return { verifier, via: waiting.byDirectory ? ports.directory.kind : (ports.beside?.kind ?? '') };
  };

  /** Nothing is asked while the login has to wait: a second factor is guessed at as a password is. */
  const admitted = (
    factorId: string,
  ): Result<{ waiting: PendingFactor; challenge: FactorChallenge; method: string }> => {
    const waiting = current();
    const factor = waiting?.challenge?.factors.find(({ id }) => id === factorId);
    if (waiting?.challenge == null || factor === undefined) return refuse('factor/over');
    const backOff = ports.failures.judge(waiting.login);
    if (backOff.state === 'wait') return refuse('sign-in/wait', { seconds: backOff.seconds });
    if (backOff.state === 'too-many') return refuse('sign-in/too-many-failures');
    return ok({ waiting, challenge: waiting.challenge, method: factor.kind });
  };

  /** @param begun an attempt that counts already, where a code was typed; null where nothing could be guessed. */
  const conclude = (
    waiting: PendingFactor,
    answer: FactorAnswer,
    begun: SignInAttempt | null,
    method: string,
    via: string,
  ): Result<FactorStep> => {
    // Another password may have been typed in the meantime: what this one answered then opens nothing.
    const isCurrent = pending === waiting;
    const takeBack = (database: WritableDatabase) => begun?.notJudged(database);
    switch (answer.answer) {
      case 'verified': {
        const person = waiting.person ?? answer.person;
        if (!isCurrent || person === null) return end(waiting, 'factor/over', via, takeBack);
        return welcome(waiting, person, begun ?? ports.failures.begin(waiting.login), method, via);
      }
      case 'waiting':
        if (begun !== null) ports.store.write(takeBack);
        if (isCurrent) waiting.goOn(answer.challenge, monotonicMs());
        return ok({ state: 'waiting', show: answer.show });
      case 'wrong':
      case 'rejected': {
        const tried = begun ?? ports.failures.begin(waiting.login);
        const triesLeft = waiting.tryFailed();
        if (answer.answer === 'rejected' || triesLeft === 0) {
          const code = answer.answer === 'rejected' ? 'factor/rejected' : 'factor/too-many';
          return end(waiting, code, via, (database) => void tried.failed(database));
        }
        const { waitSeconds } = ports.store.write((database) => {
          record(database, 'second-factor-failed', waiting.person?.id ?? null, { reason: 'wrong', via });
          return tried.failed(database);
        });
        return ok({ state: 'wrong', triesLeft, waitSeconds });
      }
      case 'locked':
      case 'over':
      case 'refused':
        return end(waiting, `factor/${answer.answer}`, via, takeBack);
      case 'unavailable':
        if (begun !== null) ports.store.write(takeBack);
        return refuse('factor/unavailable');
      default:
        return assertNever(answer);
    }
  };

  const failedAsOther = (waiting: PendingFactor, via: string): Result<never> => {
    const attempt = ports.failures.begin(waiting.login);
    return end(waiting, 'factor/other-person', via, (database) => void attempt.failed(database));
  };

  const bounded = (work: (signal: AbortSignal) => Promise<FactorAnswer>) =>
    withinTime<FactorAnswer>(verifierLimitMs, work, { answer: 'unavailable', cause: 'timeout' });

  return {
    mayAsk: (decision) =>
      mayAskFactor(decision) &&
      (ports.directory.secondFactor !== undefined || ports.beside !== null || ports.provider !== null),

    async begin(login, known) {
      pending = null;
      const person = 'person' in known ? known.person : null;
      const challenge = 'challenge' in known ? known.challenge : await challengeBeside(known.person);
      // Without a person of its own the provider's page would have nobody to compare with.
      const page = person !== null && ports.provider !== null;
      if (challenge === null && !page) return null;
      pending = pendingFactor({
        login,
        person,
        challenge,
        byDirectory: 'challenge' in known,
        page,
        until: monotonicMs() + (challenge?.expiresInSeconds ?? pageSeconds) * 1000,
      });
      return {
        factors: [...(challenge?.factors ?? [])],
        page,
        expiresInSeconds: challenge?.expiresInSeconds ?? pageSeconds,
      };
    },

    async send({ factorId }) {
      const admission = admitted(factorId);
      if (!admission.ok) return admission;
      const { waiting, challenge, method } = admission.value;
      const by = verifierOf(waiting);
      if (by === null || !prompts.admit(waiting.login) || !waiting.maySend(factorId))
        return refuse('factor/not-sent');
      const answer = await bounded((signal) => by.verifier.send({ challenge, factorId, signal }));
      if (answer.answer === 'refused') return refuse('factor/not-sent');
      return conclude(waiting, answer, null, method, by.via);
    },

    async verify({ factorId, code }) {
      const admission = admitted(factorId);
      if (!admission.ok) return admission;
      const { waiting, challenge, method } = admission.value;
      const by = verifierOf(waiting);
      if (by === null) return refuse('factor/over');
      if (code === undefined && !(method === 'push' && waiting.wasSent(factorId)))
        return refuse('factor/not-sent');
      // A code counts before it is judged, so that pulling the plug is no free guess; asking after a prompt guesses nothing.
      const begun = code === undefined ? null : ports.failures.begin(waiting.login);
      const request = { challenge, factorId, ...(code === undefined ? {} : { code }) };
      const answer = await bounded((signal) => by.verifier.verify({ ...request, signal }));
      return conclude(waiting, answer, begun, method, by.via);
    },

    async openPage() {
      const waiting = current();
      if (waiting === null || !waiting.page || ports.provider === null) return refuse('factor/over');
      const page = await ports.provider.begin(waiting.login);
      if (!page.ok) return refuse('factor/unavailable');
      if (pending !== waiting) return refuse('factor/over');
      waiting.openPage(page.request);
      const { start, origins, callback } = page;
      return ok({ start, origins: [...origins], callback });
    },

    async finishPage({ callback }) {
      const waiting = current();
      const request = waiting?.takePage() ?? null;
      if (waiting === null || waiting.person === null || request === null || ports.provider === null) {
        return refuse('factor/over');
      }
      const { person } = waiting;
      const answer = await ports.provider.finish(request, callback, person);
      if (pending !== waiting) return refuse('factor/over');
      const via = 'open-id-connect';
      switch (answer.answer) {
        case 'verified':
          return welcome(waiting, person, ports.failures.begin(waiting.login), 'page', via);
        case 'other-person':
          return failedAsOther(waiting, via);
        case 'refused':
          ports.store.write((database) =>
            record(database, 'second-factor-failed', person.id, { reason: answer.reason, via }),
          );
          return refuse('factor/provider-refused');
        case 'unavailable':
          return refuse('factor/unavailable');
        default:
          return assertNever(answer);
      }
    },

    leave() {
      pending = null;
    },
  };

  async function challengeBeside(person: DirectoryPerson): Promise<FactorChallenge | null> {
    if (ports.beside === null) return null;
    const { beside } = ports;
    const begun = await withinTime<Awaited<ReturnType<SecondFactor['begin']>>>(
      verifierLimitMs,
      (signal) => beside.begin(person, signal),
      { answer: 'unavailable', cause: 'timeout' },
    );
    return begun.answer === 'challenge' ? begun.challenge : null;
  }
}
