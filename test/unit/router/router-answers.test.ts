import { describe, expect, test } from 'vitest';
import { StoreFailure } from '../../../main/agent/store/store-failure.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { routerBench } from './router-bench.ts';

const operator = { state: 'signed-in', role: 'operator' } as const;
const emptyOutbox = {
  waiting: 0,
  oldestQueuedAt: null,
  hub: { state: 'offline', lastContactAt: null },
} as const;
const caseId = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';

describe('a bug on the way', () => {
  const secret = 'secret of the store at 0x7f';

  test.each([
    [
      'throws',
      () => {
        throw new Error(secret);
      },
    ],
    ['rejects', () => Promise.reject(new Error(secret))],
    ['answers outside the contract', () => ok({ ...emptyOutbox, secret })],
    ['answers without what the contract asks', () => ok({ waiting: 1 })],
    ['answers nothing', () => undefined],
  ])('a handler that %s: the caller hears only that it failed, the log hears all', async (_, answer) => {
    const bench = routerBench({ 'outbox.status': answer });
    bench.staff = operator;
    const result = await bench.connect()('outbox.status', {});
    expect(result).toEqual(refuse('call/failed'));
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(bench.bugs).toHaveLength(1);
    expect(bench.bugs[0]?.name).toBe('outbox.status');
    expect(bench.bugs[0]?.error).toBeInstanceOf(Error);
  });

  test.each(['surfaces', 'staff', 'staffActive'] as const)('in %s leaks no more', async (port) => {
    const bench = routerBench(
      { 'counter.close': () => ok({}) },
      {
        [port]: () => {
          throw new Error(secret);
        },
      },
    );
    bench.staff = operator;
    expect(await bench.connect()('counter.close', { caseId })).toEqual(refuse('call/failed'));
    expect(bench.bugs).toHaveLength(1);
  });

  test('a store that cannot work is no bug: the caller gets its refusal', async () => {
    const full = new StoreFailure({ code: 'station/disk-full' }, new Error('SQLITE_FULL: /somewhere'));
    const bench = routerBench({
      'lab.session': () => {
        throw full;
      },
    });
    expect(await bench.connect()('lab.session', {})).toEqual(refuse('station/disk-full'));
    expect(bench.bugs).toEqual([]);
  });
});

test("a handler's own refusal goes through with its parameters", async () => {
  const bench = routerBench({ 'lab.signIn': () => refuse('sign-in/wait', { seconds: 30 }) });
  expect(await bench.connect()('lab.signIn', { login: 'a', password: 'b' })).toEqual(
    refuse('sign-in/wait', { seconds: 30 }),
  );
});
