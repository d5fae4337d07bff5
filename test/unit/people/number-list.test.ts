import { describe, expect, it } from 'vitest';
import { createNumberList, giveBack } from '../../../main/agent/people/number-list.ts';

describe('a list of numbers', () => {
  it('holds what was pushed, however far it grew', () => {
    const list = createNumberList();
    for (let number = 0; number < 100_000; number += 1) list.push(number * 7);
    expect(list.length).toBe(100_000);
    const numbers = list.take();
    expect(numbers.length).toBe(100_000);
    expect(numbers.buffer.byteLength).toBe(400_000);
    expect(numbers.every((number, place) => number === place * 7)).toBe(true);
  });

  it('gives its memory back at once, and twice does no harm', () => {
    const numbers = new Uint32Array(1000);
    giveBack(numbers, new Uint8Array(10));
    expect(numbers.length).toBe(0);
    expect(numbers.buffer.byteLength).toBe(0);
    giveBack(numbers);
  });
});
