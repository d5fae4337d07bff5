import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createAnswerOpener, type IssuedSecret, sealAnswer } from '../../../main/exchange/sealed-answer.ts';
import { readTotpAddress, typedSecret } from '../../../main/exchange/totp-address.ts';
import { fitsNow } from '../../../main/exchange/totp-code.ts';

const secret: IssuedSecret = {
  kind: 'temporary-code',
  code: 'K7Q2MX9A',
  validUntil: '2026-04-06T02:00:00.000Z',
};

describe('an answer that is shown once (I7)', () => {
  test('is opened by the key in the command alone, for this command alone', () => {
    const [mine, other, id] = [createAnswerOpener(), createAnswerOpener(), randomUUID()];
    const sealed = sealAnswer(secret, mine.publicKey, id);
    expect(sealed).not.toContain('K7Q2MX9A');
    expect(mine.open(sealed, id)).toEqual(secret);
    expect(other.open(sealed, id)).toBeNull();
    expect(mine.open(sealed, randomUUID())).toBeNull();
  });

  test('is refused when a single character of it is another', () => {
    const [mine, id] = [createAnswerOpener(), randomUUID()];
    const sealed = sealAnswer(secret, mine.publicKey, id);
    for (let place = 0; place < sealed.length - 1; place += 1) {
      const letter = sealed[place] === 'A' ? 'B' : 'A';
      const bent = `${sealed.slice(0, place)}${letter}${sealed.slice(place + 1)}`;
      expect(mine.open(bent, id), String(place)).toBeNull();
    }
    for (const junk of ['', '.', 'x', sealed.slice(1), `${sealed}A`.repeat(300)])
      expect(mine.open(junk, id)).toBeNull();
  });
});

describe('the address of a new TOTP', () => {
  // RFC 6238, appendix B: the secrets are 20, 32 and 64 bytes of these digits.
  const base32 = {
    sha1: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    sha256: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA',
    sha512:
      'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA',
  };
  test.each([
    ['sha1', 59, '94287082'],
    ['sha256', 59, '46119246'],
    ['sha512', 59, '90693936'],
    ['sha1', 1111111109, '07081804'],
    ['sha256', 1111111109, '68084774'],
    ['sha512', 20000000000, '47863826'],
  ] as const)('%s at %d s is %s', (algorithm, seconds, code) => {
    const uri = `otpauth://totp/a:b?secret=${base32[algorithm]}&algorithm=${algorithm.toUpperCase()}&digits=8`;
    const totp = readTotpAddress(uri);
    expect(totp).toMatchObject({ algorithm, digits: 8, period: 30 });
    if (totp === null) return;
    const at = (shift: number) => new Date((seconds + shift) * 1000);
    expect(fitsNow(totp, code, at(0))).toBe(true);
    expect(fitsNow(totp, code, at(30))).toBe(true);
    expect(fitsNow(totp, code, at(90))).toBe(false);
    expect(fitsNow(totp, code.slice(1), at(0))).toBe(false);
  });

  test('is typed in groups of four, and nothing else is taken for one', () => {
    expect(typedSecret(`otpauth://totp/x?secret=${base32.sha1}`)).toMatch(/^GEZD GNBV( [A-Z2-7]{4})+$/);
    for (const junk of ['', 'https://x', 'otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ', 'otpauth://totp/x'])
      expect(readTotpAddress(junk)).toBeNull();
    expect(readTotpAddress(`otpauth://totp/x?secret=${base32.sha1}&period=1`)).toBeNull();
  });
});
