import { describe, expect, it } from 'vitest';
import { commandReference } from '../../../main/exchange/command.ts';
import { newCommandId } from '../../../main/exchange/new-command-id.ts';
import { commandId } from '../../../preload/contract/models/base.ts';

describe('a new command’s id', () => {
  // RFC 9562, appendix A.6: the time of its example of a version 7.
  const example = new Date('2022-02-22T19:22:22.000Z');

  it('begins with the time, as version 7 of RFC 9562 does', () => {
    const id = newCommandId(example);
    expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(commandId.safeParse(id).success).toBe(true);
  });

  it('sorts by time, and is an id with any clock', () => {
    const times = [-5, 0, 1, 253_402_300_799_999].map((time) => newCommandId(new Date(time)));
    expect(times.slice(1).toSorted()).toEqual(times.slice(1));
    for (const id of times) expect(commandId.safeParse(id).success).toBe(true);
  });

  it('is another each time, and so is its reference', () => {
    const ids = Array.from({ length: 200 }, () => newCommandId(example));
    expect(new Set(ids).size).toBe(200);
    expect(new Set(ids.map(commandReference)).size).toBe(200);
  });
});
