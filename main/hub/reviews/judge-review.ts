import type { CommandKind } from '../../../preload/contract/models/commands.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { ReviewDecision, ReviewReason } from '../store/operation-tables.ts';
import type { CommandState } from '../store/schema.ts';

/** What is known when somebody decides a review. */
export interface ReviewFacts {
  readonly reason: ReviewReason;
  readonly command: {
    readonly kind: CommandKind;
    readonly state: CommandState;
    readonly person: string;
    readonly operator: string;
    readonly until: Date | null;
    /** Whether the provider may have been called for it. */
    readonly attempted: boolean;
  };
  /** Who decides, as the registry has them; null for nobody it knows. */
  readonly decider: OperatorRecord | null;
  readonly now: Date;
}

export type ReviewProblem =
  /** Not a supervisor in the registry, or no longer one. */
  | 'decider-not-permitted'
  /** It is about the decider's own account, or a command that they signed (I4). */
  | 'own-case'
  /** The suspension's end has passed (I2). */
  | 'past-end'
  /** This decision does not go with this reason. */
  | 'not-decidable';

/**
 * What becomes of the command:
 * - `open`: it is carried out from now on.
 * - `refuse`: it never is; nothing of it can have reached the provider.
 * - `withdraw`: the provider is told to end it, and it ends when that is confirmed.
 * - `confirm`: somebody saw for themselves that it holds nowhere at the provider, so it counts as over.
 * - `again`: the provider is asked once more.
 * - `none`: it goes on as it is.
 */
export type ReviewEffect = 'open' | 'refuse' | 'withdraw' | 'confirm' | 'again' | 'none';

/**
 * Decides who may decide what. `approve` lets the command have its way, `refuse` ends it, `retry` only begins the tries
 * anew. One who signed a command, or whom it is about, never decides it (I4); after its end nothing comes into force (I2).
 */
export function judgeReview(
  decision: ReviewDecision,
  facts: ReviewFacts,
):
  | { readonly ok: true; readonly effect: ReviewEffect }
  | { readonly ok: false; readonly problem: ReviewProblem } {
  const { reason, command, decider, now } = facts;
  if (decider === null || decider.revokedAt !== null || decider.role !== 'supervisor')
    return { ok: false, problem: 'decider-not-permitted' };
  if (decider.id === command.operator || decider.person === command.person)
    return { ok: false, problem: 'own-case' };
  if (decision === 'retry' && reason !== 'tries-exhausted' && reason !== 'account-lost')
    return { ok: false, problem: 'not-decidable' };
  if (command.state === 'ended' || command.state === 'refused') return { ok: true, effect: 'none' };
  if (reason === 'account-lost') return judgeLost(decision);
  // What is carried out once is over, or will be by itself.
  if (command.kind !== 'suspend' && command.kind !== 'resume') return { ok: true, effect: 'none' };
  if (command.kind === 'resume')
    // Ending an exemption is never given up: it can only be tried again.
    return decision === 'refuse' ? { ok: false, problem: 'not-decidable' } : { ok: true, effect: 'open' };
  if (decision === 'refuse') {
    const untouched = command.state === 'needs-review' && !command.attempted;
    return { ok: true, effect: untouched ? 'refuse' : 'withdraw' };
  }
  if (command.state !== 'needs-review') return { ok: true, effect: decision === 'retry' ? 'open' : 'none' };
  if (command.until === null || command.until <= now) return { ok: false, problem: 'past-end' };
  return { ok: true, effect: 'open' };
}

/** It is over for the person already; what is open is only whether an account still has it. */
function judgeLost(
  decision: ReviewDecision,
):
  | { readonly ok: true; readonly effect: ReviewEffect }
  | { readonly ok: false; readonly problem: ReviewProblem } {
  if (decision === 'refuse') return { ok: false, problem: 'not-decidable' };
  return { ok: true, effect: decision === 'approve' ? 'confirm' : 'again' };
}
