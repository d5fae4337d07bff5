import type { CommandEnding, CommandView } from '../../../preload/contract/models/commands.ts';
import type { CaseCommand } from '../../exchange/command.ts';
import { isIssuing } from '../../exchange/command-limits.ts';

/** Endings after which what was wanted is not there, or nobody knows whether it is. */
const unfinished: readonly CommandEnding[] = [
  'partly',
  'cancelled',
  'not-proved',
  'result-unknown',
  'never-applied',
  'declined',
];

/**
 * Whether a signed case may be decided anew: what was signed was refused (another counter was faster, something was
 * registered anew, the person's state changed), came to half an end, or what was shown once did not reach its visitor.
 */
export function mayDecideAgain(command: CaseCommand, view: CommandView | null): boolean {
  if (view === null) return false;
  if (view.state === 'refused') return true;
  if (view.state === 'ended' && view.ending !== null && unfinished.includes(view.ending)) return true;
  if (!isIssuing(command)) return false;
  // A code was given, and may never have been seen.
  return view.state === 'issuing' || view.state === 'issued' || command.kind === 'temporary-code';
}
