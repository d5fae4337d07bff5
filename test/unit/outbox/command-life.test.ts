import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceLife, type CommandLife, lifeOfAnswer } from '../../../main/agent/outbox/command-life.ts';
import {
  longestRetryMs,
  longestUnreachableMs,
  retryDelayMs,
} from '../../../main/agent/outbox/retry-delay.ts';
import type { CommandState } from '../../../preload/contract/models/commands.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 9, minute)).toISOString();
const life = (state: CommandState, minute: number, ending: CommandLife['ending'] = null): CommandLife => ({
  state,
  ending: state === 'ended' ? (ending ?? 'expired') : null,
  refusal: null,
  stateAt: at(minute),
});
const queued = life('queued', 0);
const follow = (words: readonly CommandLife[], from = queued) =>
  words.reduce((known, word) => advanceLife(known, word) ?? known, from);

const states = [
  'accepted',
  'needs-review',
  'waiting-centre',
  'propagating',
  'applied',
  'refused',
  'ended',
] as const;
const words = fc.array(
  fc
    .record({ state: fc.constantFrom(...states), minute: fc.integer({ min: 1, max: 9 }) })
    .map(({ state, minute }) => life(state, minute)),
  { maxLength: 12 },
);

describe('I3 and I5: whatever the hub says, in whatever order and how often', () => {
  it('an ended or refused command stays as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom('ended' as const, 'refused' as const), words, (state, rest) => {
        const final = life(state, 1);
        expect(follow(rest, final)).toBe(final);
      }),
    );
  });

  it('no word makes a command queued again, and none that repeats changes anything', () => {
    fc.assert(
      fc.property(words, (all) => {
        let known = queued;
        for (const word of all) {
          known = advanceLife(known, word) ?? known;
          expect(advanceLife(known, word)).toBeNull();
          expect(advanceLife(known, queued)).toBeNull();
        }
      }),
    );
  });

  it('only the hub’s word makes it more than queued', () => {
    expect(follow([])).toBe(queued);
    expect(follow([lifeOfAnswer({ result: 'accepted', code: null }, at(1))]).state).toBe('accepted');
  });

  it('the way of a suspension is the same in every order of arrival', () => {
    const way = [life('accepted', 1), life('propagating', 2), life('applied', 3), life('ended', 4)];
    fc.assert(
      fc.property(fc.shuffledSubarray(way, { minLength: 4 }), (shuffled) => {
        expect(follow(shuffled)).toEqual(life('ended', 4));
        const open = shuffled.filter(({ state }) => state !== 'ended');
        expect(follow(open)).toEqual(life('applied', 3));
      }),
    );
  });

  it('a newer word leads to and fro between states, an older one does not', () => {
    expect(follow([life('applied', 3), life('propagating', 5)]).state).toBe('propagating');
    expect(follow([life('propagating', 5), life('applied', 3)]).state).toBe('propagating');
    expect(follow([life('needs-review', 2), life('accepted', 4)]).state).toBe('accepted');
    expect(follow([life('accepted', 4), life('needs-review', 2)]).state).toBe('accepted');
    expect(follow([life('applied', 3), life('waiting-centre', 6), life('ended', 7)]).state).toBe('ended');
  });

  it('the hub’s clock may be behind this station’s answer', () => {
    expect(follow([life('accepted', 5), life('applied', 4)]).state).toBe('applied');
    // By as much as it may be: a doubt that came right after the answer is none that was settled before it.
    const doubt = (aheadMs: number) => ({
      ...life('needs-review', 0),
      stateAt: new Date(Date.parse(at(5)) - aheadMs).toISOString(),
    });
    expect(follow([life('accepted', 5), doubt(999)]).state).toBe('needs-review');
    expect(follow([life('accepted', 5), doubt(1000)]).state).toBe('accepted');
  });

  it('an ending without `ended`, and `ended` without one, are no words', () => {
    expect(advanceLife(queued, { ...life('applied', 1), ending: 'done' })).toBeNull();
    expect(advanceLife(queued, { ...life('ended', 1), ending: null })).toBeNull();
  });
});

it('answers are taken for what they are', () => {
  const states = (['accepted', 'replay', 'conflict', 'refused', 'review'] as const).map((result) => {
    const { state, refusal } = lifeOfAnswer({ result, code: null }, at(1));
    return [result, state, refusal];
  });
  expect(states).toEqual([
    ['accepted', 'accepted', null],
    ['replay', 'accepted', null],
    ['conflict', 'refused', 'hub/conflict'],
    ['refused', 'refused', 'hub/envelope-refused'],
    ['review', 'needs-review', null],
  ]);
  expect(lifeOfAnswer({ result: 'refused', code: 'hub/too-old' }, at(1)).refusal).toBe('hub/too-old');
});

it('waits grow from a second to the longest, spread over the whole range', () => {
  const longest = (attempts: number) => retryDelayMs(attempts, longestRetryMs, 1 - Number.EPSILON);
  expect([1, 2, 3, 8, 9, 10, 1000].map(longest)).toEqual([
    999, 1999, 3999, 127_999, 255_999, 299_999, 299_999,
  ]);
  expect(retryDelayMs(50, longestUnreachableMs, 0.5)).toBe(1000);
  expect(retryDelayMs(5, longestRetryMs, 0)).toBe(0);
});
