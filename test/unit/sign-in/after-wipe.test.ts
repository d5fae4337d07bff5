import { expect, it } from 'vitest';
import { createSignInAfterWipe } from '../../../main/agent/sign-in/after-wipe.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';

const typed = { login: 'taro', password: 'secret' };

/** A wipe that settles when the test says so, and a sign-in that notes when it was asked. */
function station() {
  let settle: (standing: Result<null>) => void = () => undefined;
  let asked = 0;
  const desk = createSignInAfterWipe({
    wipe: {
      settled: () =>
        new Promise((resolve) => {
          settle = resolve;
        }),
    },
    signIn: {
      async signIn() {
        asked += 1;
        return ok({ outcome: 'unavailable' });
      },
      cancel: () => false,
    },
  });
  return { desk, settle: (standing: Result<null>) => settle(standing), asked: () => asked };
}

it('a sign-in that waits for the wipe goes on when all is gone', async () => {
  const { desk, settle, asked } = station();
  const answer = desk.signIn(typed);
  expect(asked()).toBe(0);
  settle(ok(null));
  expect(await answer).toEqual(ok({ outcome: 'unavailable' }));
});

it('one that is given up checks nothing, not even when all is gone afterwards', async () => {
  const { desk, settle, asked } = station();
  const answer = desk.signIn(typed);
  expect(desk.cancel()).toBe(true);
  expect(await answer).toEqual(refuse('session/still-wiping'));
  settle(ok(null));
  await Promise.resolve();
  expect(asked()).toBe(0);
  expect(desk.cancel()).toBe(false);
});

it('what could not be wiped lets nobody in', async () => {
  const { desk, settle, asked } = station();
  const answer = desk.signIn(typed);
  settle(refuse('session/wipe-failed'));
  expect(await answer).toEqual(refuse('session/wipe-failed'));
  expect(asked()).toBe(0);
});
