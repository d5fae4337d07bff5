import type { CommandEnding, CommandState } from '../store/schema.ts';

/** A command that has not ended, as far as deciding needs it. */
export interface OpenCommand {
  readonly id: string;
  readonly kind: 'suspend' | 'resume';
  readonly state: CommandState;
  /** End of a suspension; null for a resume. */
  readonly until: Date | null;
  readonly resumedBy: string | null;
  readonly attemptedAt: Date | null;
  readonly appliedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly propagatingUntil: Date | null;
  /** When a review ended it. */
  readonly withdrawnAt?: Date | null;
  /** When its person was seen to have registered a new factor. */
  readonly reEnrolledAt?: Date | null;
  /** Whether an open suspension goes on from this one. */
  readonly extended?: boolean;
}

export interface PlannedEnding {
  readonly id: string;
  readonly ending: CommandEnding;
}

/** What one pass over a person has to do. */
export interface PersonPlan {
  readonly desired: 'suspended' | 'active';
  /** The one call that the provider needs, or null. */
  readonly call: 'suspend' | 'resume' | null;
  /** Suspensions that the call confirms. */
  readonly applying: readonly string[];
  /** Endings that wait for the call's confirmation (I2). */
  readonly ending: readonly PlannedEnding[];
  /** Endings that need no call: nothing was ever sent, or another suspension keeps the person suspended. */
  readonly endNow: readonly PlannedEnding[];
  /** Suspensions whose change has reached every service by now. */
  readonly propagated: readonly string[];
  /**
   * Expired suspensions that were sent but never confirmed. What became of them is asked before resuming, so that the
   * record says which it was.
   */
  readonly uncertain: readonly string[];
  /** Suspensions that wait for a review: not in force, and over at their own end. */
  readonly parked: readonly string[];
  /** Those of them that the provider was called for: the call takes that back. */
  readonly undoing: readonly string[];
}

/** Whether a suspension is in force at `now`: neither resumed nor waiting for a review, and before its end. */
export function isLive(command: OpenCommand, now: Date): boolean {
  return command.state !== 'needs-review' && isWanted(command, now);
}

/**
 * A person is suspended until the latest `until` among their open suspensions; a resume takes away those that it names.
 * Decides the one provider call that brings the provider there, and what ends by it or without it.
 */
export function planPerson(open: readonly OpenCommand[], now: Date): PersonPlan {
  const live = open.filter((command) => isLive(command, now));
  const over = open.filter((command) => command.kind === 'suspend' && !isWanted(command, now));
  const waiting = open.filter((command) => command.state === 'needs-review' && isWanted(command, now));
  const parked = waiting.map(({ id }) => id);
  const resumes = open.filter((command) => command.kind === 'resume');
  const done = resumes.map(({ id }): PlannedEnding => ({ id, ending: 'done' }));
  const propagated = live
    .filter(
      (command) =>
        command.state === 'propagating' &&
        command.confirmedAt !== null &&
        reached(command.propagatingUntil, now),
    )
    .map(({ id }) => id);

  if (live.length > 0) {
    const applying = live.filter((command) => command.confirmedAt === null).map(({ id }) => id);
    return {
      desired: 'suspended',
      call: applying.length > 0 ? 'suspend' : null,
      applying,
      ending: [],
      endNow: [...over.map((command) => endedMeanwhile(command, plannedEnding(command))), ...done],
      propagated,
      uncertain: [],
      parked,
      undoing: [],
    };
  }

  const sent = over.filter((command) => command.attemptedAt !== null);
  const ending = [...sent.map(plannedEnding), ...done];
  const undoing = waiting.filter((command) => command.attemptedAt !== null).map(({ id }) => id);
  return {
    desired: 'active',
    call: ending.length > 0 || undoing.length > 0 ? 'resume' : null,
    applying: [],
    ending,
    endNow: over.filter((command) => command.attemptedAt === null).map(plannedEnding),
    propagated: [],
    uncertain: sent
      .filter((command) => command.appliedAt === null && command.resumedBy === null)
      .map(({ id }) => id),
    parked,
    undoing,
  };
}

/** When the next pass over an open, confirmed suspension is due. */
export function nextRunOf(
  command: Pick<
    OpenCommand,
    'resumedBy' | 'until' | 'state' | 'propagatingUntil' | 'withdrawnAt' | 'reEnrolledAt'
  >,
  now: Date,
): Date {
  if (command.resumedBy !== null || isOverBefore(command) || command.until === null) return now;
  const { propagatingUntil, until } = command;
  return command.state === 'propagating' && propagatingUntil !== null && propagatingUntil < until
    ? propagatingUntil
    : until;
}

/** What a suspension that is over ends as. */
export function endingOf(
  command: Pick<OpenCommand, 'resumedBy' | 'appliedAt' | 'withdrawnAt' | 'reEnrolledAt'>,
): CommandEnding {
  if (command.resumedBy !== null) return 'resumed';
  if (command.appliedAt === null) return 'never-applied';
  if (isReEnrolled(command)) return 're-enrolled';
  return isWithdrawn(command) ? 'resumed' : 'expired';
}

function plannedEnding(command: OpenCommand): PlannedEnding {
  return { id: command.id, ending: endingOf(command) };
}

/** What ends while another suspension holds: as taken over where that one is its extension. */
function endedMeanwhile({ extended }: OpenCommand, planned: PlannedEnding): PlannedEnding {
  return extended === true && planned.ending === 'expired' ? { ...planned, ending: 'extended' } : planned;
}

/** Whether anybody still wants the suspension: not resumed, not withdrawn, no new factor, before its end. */
function isWanted(command: OpenCommand, now: Date): boolean {
  if (command.kind !== 'suspend' || command.resumedBy !== null || isOverBefore(command)) return false;
  return command.until !== null && command.until > now;
}

function isWithdrawn({ withdrawnAt }: Pick<OpenCommand, 'withdrawnAt'>): boolean {
  return withdrawnAt !== undefined && withdrawnAt !== null;
}

function isReEnrolled({ reEnrolledAt }: Pick<OpenCommand, 'reEnrolledAt'>): boolean {
  return reEnrolledAt !== undefined && reEnrolledAt !== null;
}

/** Whether something other than a resume ended it before its own end. */
function isOverBefore(command: Pick<OpenCommand, 'withdrawnAt' | 'reEnrolledAt'>): boolean {
  return isWithdrawn(command) || isReEnrolled(command);
}

function reached(instant: Date | null, now: Date): boolean {
  return instant !== null && instant <= now;
}
