import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { CommandEnding, CommandState } from '../../../preload/contract/models/commands.ts';
import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import { maximumReturnMs } from '../clock/trusted-clock.ts';

/** Where a command is in its life: `queued → accepted → applied, propagating → ended`, with the centre's side ways. */
export interface CommandLife {
  readonly state: CommandState;
  /** Set if and only if the state is `ended`. */
  readonly ending: CommandEnding | null;
  /** Why, for `refused`, `needs-review` and what ended without effect. */
  readonly refusal: ErrorCode | null;
  /** ISO 8601, UTC. */
  readonly stateAt: string;
}

/** States from which each state may be reached. What is not here doesn't happen: `ended` and `refused` are for good. */
const reachableFrom: Readonly<Record<CommandState, readonly CommandState[]>> = {
  queued: [],
  accepted: ['queued', 'needs-review'],
  'needs-review': ['queued', 'accepted', 'waiting-centre'],
  'waiting-centre': ['queued', 'accepted', 'needs-review', 'applied', 'propagating'],
  'in-work': ['queued', 'accepted', 'waiting-centre'],
  issuing: [],
  issued: ['issuing'],
  propagating: ['queued', 'accepted', 'needs-review', 'waiting-centre', 'applied'],
  applied: ['queued', 'accepted', 'needs-review', 'waiting-centre', 'propagating'],
  refused: [
    'queued',
    'accepted',
    'needs-review',
    'waiting-centre',
    'in-work',
    'propagating',
    'applied',
    'issuing',
  ],
  ended: [
    'queued',
    'accepted',
    'needs-review',
    'waiting-centre',
    'in-work',
    'propagating',
    'applied',
    'issuing',
    'issued',
  ],
};

/** States between which a command may go to and fro. Which of two words is the newer, only their times tell. */
const toAndFro: readonly CommandState[] = [
  'accepted',
  'needs-review',
  'waiting-centre',
  'propagating',
  'applied',
];

/**
 * The life after the hub's word about it, or null when that word changes nothing: repeated, late, or a way back (I3, I5).
 * Words may be repeated, and may come late.
 */
export function advanceLife(life: CommandLife, word: CommandLife): CommandLife | null {
  if (!reachableFrom[word.state].includes(life.state)) return null;
  if ((word.state === 'ended') !== (word.ending !== null)) return null;
  if (!toAndFro.includes(life.state) || !toAndFro.includes(word.state)) return word;
  // `accepted` may bear this station's own time, of the answer: every word leads on from it but a doubt that was settled before,
  // and this clock may be ahead of the hub's by what is added for the way back.
  if (life.state === 'accepted' && word.state !== 'needs-review') return word;
  const aheadMs = life.state === 'accepted' ? maximumReturnMs : 0;
  return Date.parse(word.stateAt) + aheadMs <= Date.parse(life.stateAt) ? null : word;
}

/** What the answer to a push says. It counts for a queued command only: the feed, once it spoke, knows better. */
export function lifeOfAnswer(answer: Pick<CommandAnswer, 'result' | 'code'>, at: string): CommandLife {
  const { code } = answer;
  switch (answer.result) {
    case 'accepted':
    case 'replay':
      return { state: 'accepted', ending: null, refusal: null, stateAt: at };
    case 'conflict':
      return { state: 'refused', ending: null, refusal: code ?? 'hub/conflict', stateAt: at };
    case 'refused':
      return { state: 'refused', ending: null, refusal: code ?? 'hub/envelope-refused', stateAt: at };
    case 'review':
      return { state: 'needs-review', ending: null, refusal: code, stateAt: at };
  }
}
