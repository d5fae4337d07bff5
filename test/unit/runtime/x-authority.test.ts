import { describe, expect, it } from 'vitest';
import { xAuthorityEntry } from '../../../main/cli/runtime/x-authority.ts';

describe('an Xauthority entry', () => {
  it('has the bytes of Xau(5): wild family, no address, no number, protocol name, cookie', () => {
    const cookie = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
    expect(xAuthorityEntry(cookie).toString('hex')).toBe(
      `ffff${'0000'}${'0000'}${'0012'}${Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex')}${'0010'}${cookie.toString('hex')}`,
    );
  });

  it('takes no cookie of another length', () => {
    expect(() => xAuthorityEntry(Buffer.alloc(15))).toThrow('16 bytes');
  });
});
