import { expect, test } from 'vitest';
import { createOneAtATime } from '../../../main/agent/sign-in/one-at-a-time.ts';

test('runs in order and never two at once', async () => {
  const turns = createOneAtATime(2);
  const steps: string[] = [];
  const work = (name: string) => async () => {
    steps.push(`${name} in`);
    await Promise.resolve();
    steps.push(`${name} out`);
    return name;
  };
  const all = [turns.run(work('a')), turns.run(work('b')), turns.run(work('c'))];
  expect(turns.run(work('d'))).toBeNull();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  expect(steps).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  expect(await turns.run(work('e'))).toBe('e');
});

test('work that rejects does not stop what waits behind it', async () => {
  const turns = createOneAtATime(2);
  const first = turns.run(() => Promise.reject(new Error('bug')));
  const second = turns.run(async () => 'second');
  await expect(first).rejects.toThrow('bug');
  expect(await second).toBe('second');
});
