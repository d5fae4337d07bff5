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
 * - `none`: it goes on as it is.
 */
export type ReviewEffect = 'open' | 'refuse' | 'withdraw' | 'none';

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
  if (decision === 'retry' && reason !== 'tries-exhausted') return { ok: false, problem: 'not-decidable' };
  if (command.state === 'ended' || command.state === 'refused') return { ok: true, effect: 'none' };
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
