import { describe, expect, it } from 'vitest';
import { readEnrolmentCode } from '../../../main/exchange/operator-interface.ts';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { codeDigest, isCode, mintEnrolmentCode } from '../../../main/hub/operators/enrolment-code.ts';

describe('an enrolment code', () => {
  it('is read as people type it', () => {
    for (const typed of [
      'ABCD-EFGH-JK10-1234',
      'abcdefghjk101234',
      ' abcd efgh jkio l234 ',
      'ＡＢＣＤ－ＥＦＧＨ－ＪＫ１０－１２３４',
    ])
      expect(readEnrolmentCode(typed)).toBe('ABCD-EFGH-JK10-1234');
    for (const typed of ['', 'ABCD', 'ABCD-EFGH-JK10-1234-5', 'ABCD-EFGH-JKU0-1234', '窓口'])
      expect(readEnrolmentCode(typed)).toBeNull();
  });

  it('is minted readable, and known by a digest that needs the hub’s key', () => {
    const key = generateSigningKey();
    const code = mintEnrolmentCode();
    expect(readEnrolmentCode(code)).toBe(code);
    expect(isCode(key, code, codeDigest(key, code))).toBe(true);
    expect(isCode(generateSigningKey(), code, codeDigest(key, code))).toBe(false);
    expect(isCode(key, mintEnrolmentCode(), codeDigest(key, code))).toBe(false);
    expect(isCode(key, code, '')).toBe(false);
  });
});
