import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { qrModules } from '../../../renderer/features/totp/qr-modules.ts';

const address = (operator: string, length: number) =>
  `otpauth://totp/Madoguchi%20hokuto-demo:${operator}?secret=`.padEnd(length, 'GEZDGNBVGY3TQOJQ');

describe('a QR code', () => {
  // Digests of what an independent encoder (the npm package qr 0.7.0, byte mode, level M) draws.
  it.each([
    ['op-hayase', 60, 33, '3228e71c8b6b1f8a2fd3a478b9791c1a'],
    ['op-mizushima', 120, 45, '77581dfa50a75a0817d8f1a32f9d8946'],
    ['op-hayase', 180, 53, '04f5f8356428ba06d39fe4294392d1f2'],
    ['op-hayase', 250, 61, 'ecf73e9ee86beddace82f4506334d5b8'],
    ['op-hayase', 330, 69, 'd4ff3978634b4f24e627a6412d715351'],
    ['op-hayase', 400, 77, '9c79c8dc20c4e933d9c0e48e4425ac66'],
  ])(
    'of an address for %s of %i characters has %i modules a side, as another encoder draws them',
    (operator, length, size, digest) => {
      const modules = qrModules(address(operator, length)) ?? [];
      expect(modules).toHaveLength(size);
      const drawn = modules.map((row) => row.map((dark) => (dark ? '#' : '.')).join('')).join('\n');
      expect(createHash('sha256').update(drawn).digest('hex').slice(0, 32)).toBe(digest);
    },
  );

  it('is as small as its text allows, and none where the text is too long', () => {
    expect(qrModules('x'.repeat(14))).toHaveLength(21);
    expect(qrModules('x'.repeat(15))).toHaveLength(25);
    expect(qrModules('x'.repeat(412))).toHaveLength(77);
    expect(qrModules('x'.repeat(413))).toBeNull();
  });
});
