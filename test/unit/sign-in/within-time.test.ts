import { expect, test } from 'vitest';
import { withinTime } from '../../../main/agent/sign-in/within-time.ts';

test('an answer in time is the answer', async () => {
  expect(await withinTime(10_000, async () => 'answer', 'late')).toBe('answer');
});

test('work that ignores its signal is left behind, and its signal is aborted', async () => {
  let aborted = false;
  const answer = await withinTime(
    5,
    (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise<string>(() => undefined);
    },
    'late',
  );
  expect(answer).toBe('late');
  expect(aborted).toBe(true);
});

test('whoever gives up need not wait for the limit', async () => {
  const patience = new AbortController();
  let aborted = false;
  const answer = withinTime(
    10_000,
    (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise<string>(() => undefined);
    },
    'late',
    patience.signal,
  );
  patience.abort();
  expect(await answer).toBe('late');
  expect(aborted).toBe(true);
});

test('a rejection in time is passed on', async () => {
  await expect(withinTime(10_000, () => Promise.reject(new Error('bug')), 'late')).rejects.toThrow('bug');
});
