import { describe, expect, test } from 'vitest';
import { createServerOrder } from '../../../main/ldap/server-order.ts';

describe('the order in which servers are asked', () => {
  const [first, second, third] = ['ldap://1', 'ldap://2', 'ldap://3'] as const;
  const at = (start = 0) => {
    let now = start;
    const order = createServerOrder([first, second, third], () => now);
    return { order, pass: (ms: number) => (now += ms) };
  };

  test('as the settings say, at first', () => {
    expect(at().order.now()).toEqual([first, second, third]);
  });

  test('one that failed is asked last for a minute, then in its old place', () => {
    const { order, pass } = at();
    order.failed(first);
    order.answered(second);
    expect(order.now()).toEqual([second, third, first]);
    pass(59_999);
    expect(order.now()).toEqual([second, third, first]);
    pass(1);
    expect(order.now()).toEqual([first, second, third]);
  });

  test('the one that answered last stays first, though another is back', () => {
    const { order, pass } = at();
    order.failed(first);
    pass(30_000);
    order.answered(third);
    pass(31_000);
    expect(order.now()).toEqual([third, first, second]);
  });

  test('a busy room comes back to the first of the list, too', () => {
    const { order, pass } = at();
    order.failed(first);
    for (let tick = 0; tick < 60; tick += 1) {
      order.answered(second);
      pass(1000);
    }
    expect(order.now()[0]).toBe(first);
  });

  test('where all failed, all are still asked', () => {
    const { order } = at();
    for (const url of [first, second, third]) order.failed(url);
    expect(order.now()).toEqual([first, second, third]);
  });
});
