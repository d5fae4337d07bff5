import type { ReceiptSheet } from '../../../preload/contract/models/receipt.ts';
import type { Tone } from '../../ui/notice.tsx';

type Command = ReceiptSheet['command'];

/** What a receipt may claim, one of a few plain sentences to a visitor. */
export type ReceiptClaim =
  | 'not-yet'
  | 'in-force'
  | 'done'
  | 'centre'
  | 'review'
  | 'refused'
  | 'late'
  | 'never'
  | 'over'
  | 'unclear';

/**
 * What a receipt claims of its command. `in-force` and `done` only once the provider has confirmed it (I5); a suspension
 * that outlives its end says so first (I2). A state that this window does not know claims nothing.
 */
export function receiptClaim({ state, kind, ending, late }: Command): ReceiptClaim {
  if (late) return 'late';
  switch (state) {
    case 'queued':
    case 'accepted':
      return 'not-yet';
    case 'applied':
    case 'propagating':
      return kind === 'suspend' ? 'in-force' : 'done';
    case 'waiting-centre':
      return 'centre';
    case 'needs-review':
      return 'review';
    case 'refused':
      return 'refused';
    case 'ended':
      return endingClaim(kind, ending);
    default:
      return isCentreWork(state) ? 'centre' : 'unclear';
  }
}

function endingClaim(kind: Command['kind'], ending: Command['ending']): ReceiptClaim {
  switch (ending) {
    case 'never-applied':
      return 'never';
    case 'done':
      return kind === 'suspend' ? 'over' : 'done';
    case 'expired':
    case 'resumed':
    case 're-enrolled':
      return 'over';
    default:
      return ending !== null && ['cancelled', 'declined'].includes(ending) ? 'never' : 'unclear';
  }
}

function isCentreWork(state: string): boolean {
  return state === 'in-work';
}

/** How the claim is coloured; its words say the same. */
export const claimTones: Readonly<Record<ReceiptClaim, Tone>> = {
  'not-yet': 'neutral',
  'in-force': 'good',
  done: 'good',
  centre: 'neutral',
  review: 'warn',
  refused: 'bad',
  late: 'warn',
  never: 'warn',
  over: 'neutral',
  unclear: 'warn',
};
