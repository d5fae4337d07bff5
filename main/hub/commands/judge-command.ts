import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { Role } from '../../../preload/contract/models/lab.ts';
import type { Command, SettleRequestCommand, SuspendCommand } from '../../exchange/command.ts';
import { checkCommandLimits } from '../../exchange/command-limits.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { CommandState } from '../store/schema.ts';

/** What the hub knows when an authentic command arrives. */
export interface CommandFacts {
  readonly now: Date;
  readonly operator: OperatorRecord;
  /** The policy that the command names; null when the hub never published it. */
  readonly policy: PolicyDocument | null;
  readonly personKnown: boolean;
  /** The person's other cases within the policy's repeat window whose command was or may yet be in force. */
  readonly actsInWindow: number;
  /** The person's role as the directory has it. */
  readonly role: Role;
  /** Whether a second operator signed it too, whose approval counts. */
  readonly approved: boolean;
  /** A resume of this person that names this suspension, or that was signed at its time or later. */
  readonly superseded: boolean;
  /** End of the open suspension of this person that an extension names; null where there is none. */
  readonly extended: Date | null;
  /** How the request of this person stands that an answer names; null where there is none. */
  readonly request: CommandState | null;
}

/** `open`: to be carried out. `never-applied`: arrived after its end. `review`: a person has to look at it. */
export type Verdict = 'open' | 'never-applied' | 'review';

/** How far a command's time may lie ahead of the hub's, in milliseconds. */
const aheadMs = 5 * 60_000;

/** Judges a command whose signatures hold. Everything that is not allowed here is refused. */
export function judgeCommand(command: Command, facts: CommandFacts): Result<Verdict> {
  if (facts.operator.person === command.person) return refuse('case/own-account');
  if (!facts.personKnown) return refuse('hub/person-unknown');
  if (Date.parse(command.issuedAt) - facts.now.getTime() > aheadMs) return refuse('clock/untrusted');
  if (command.kind === 'resume') return ok('open');
  if (command.kind === 'settle-request') return judgeAnswer(command, facts.request);

  const { policy } = facts;
  if (policy === null || !wasValid(policy, command.issuedAt)) return refuse('hub/policy-unknown');
  const limits = checkCommandLimits(command, policy, {
    now: facts.now,
    openWithinWindow: facts.actsInWindow,
    role: facts.role,
    approved: facts.approved,
  });
  if (command.kind !== 'suspend') return limits.ok ? ok('open') : limits;
  const past = Date.parse(command.until) <= facts.now.getTime();
  // What came too late for its own end has an ending, which says more than that it was queued too long.
  if (!limits.ok && !(past && limits.refusal.code === 'hub/too-old')) return limits;
  if (past) return ok('never-applied');
  const going = judgeExtension(command, facts.extended);
  if (!going.ok) return going;
  return ok(facts.superseded ? 'review' : 'open');
}

/** An extension goes on from a suspension that is open, and ends later than that. */
function judgeExtension(command: SuspendCommand, extended: Date | null): Result<null> {
  if (command.extends === undefined) return ok(null);
  if (extended === null || extended.getTime() <= Date.parse(command.issuedAt))
    return refuse('case/nothing-to-extend');
  return Date.parse(command.until) > extended.getTime() ? ok(null) : refuse('case/extends-shorter');
}

/** A request is settled once, and taken once. */
function judgeAnswer(command: SettleRequestCommand, state: CommandState | null): Result<Verdict> {
  if (state === null) return refuse('request/unknown');
  const open = state === 'waiting-centre' || (state === 'in-work' && command.outcome !== 'in-work');
  return open ? ok('open') : refuse('request/settled');
}

function wasValid(policy: PolicyDocument, issuedAt: string): boolean {
  const at = Date.parse(issuedAt);
  return at >= Date.parse(policy.validFrom) && at < Date.parse(policy.validUntil);
}
