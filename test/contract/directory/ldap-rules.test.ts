import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verdictOfBind } from '../../../main/directory/ldap-result.ts';
import {
  comparableDistinguishedName,
  escapeDistinguishedNameValue,
  escapeFilterValue,
} from '../../../main/ldap/ldap-escaping.ts';
import { judgeStartTlsResponse, START_TLS_REQUEST } from '../../../main/ldap/ldap-start-tls.ts';

const readBack = (escaped: string): string =>
  escaped.replace(/\\([0-9a-f]{2})/g, (_pair, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

describe('escaping', () => {
  test.each([
    ['James "Jim" Smith, III', 'James \\22Jim\\22 Smith\\2c III'],
    ['#hash + <tag>;a=b\\', '\\23hash \\2b \\3ctag\\3e\\3ba\\3db\\5c'],
    [' both ends ', '\\20both ends\\20'],
    ['Lučić 山田', 'Lučić 山田'],
  ])('RFC 4514, 2.4: %j', (value, escaped) => expect(escapeDistinguishedNameValue(value)).toBe(escaped));

  test.each([
    [
      'Parens R Us (for all your parenthetical needs)',
      'Parens R Us \\28for all your parenthetical needs\\29',
    ],
    ['*', '\\2a'],
    ['C:\\MyFile', 'C:\\5cMyFile'],
    ['\0\0\0\u0004', '\\00\\00\\00\u0004'],
  ])('RFC 4515, 4: %j', (value, escaped) => expect(escapeFilterValue(value)).toBe(escaped));

  test('whatever is escaped has no meaning left and reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const name = escapeDistinguishedNameValue(value);
        const filter = escapeFilterValue(value);
        expect(name).not.toMatch(/[,+"<>;=\0]|^[ #]| $/);
        expect(filter).not.toMatch(/[*()\0]/);
        expect([readBack(name), readBack(filter)]).toEqual([value, value]);
      }),
    );
  });

  test('names compare without case and without spaces at separators, but keep escaped ones', () => {
    const plain = comparableDistinguishedName('cn=students,ou=groups');
    expect(comparableDistinguishedName(' CN = Students , OU=Groups ')).toBe(plain);
    expect(comparableDistinguishedName('cn=students\\,ou=groups')).not.toBe(plain);
    expect(comparableDistinguishedName('cn=students\\ ,ou=groups')).not.toBe(plain);
    expect(comparableDistinguishedName('cn=students\\ ,ou=groups')).not.toBe('cn=students\\,ou=groups');
  });
});

describe('what a bind’s result means', () => {
  const bind = (code: number, passwordPolicyError?: number) =>
    verdictOfBind({
      code,
      diagnostic: '',
      ...(passwordPolicyError === undefined ? {} : { passwordPolicyError }),
    });
  const refused = (outcome: string) => ({ verdict: 'refused', outcome });

  test('success counts only without a policy error', () => {
    expect(bind(0)).toEqual({ verdict: 'accepted' });
    expect([0, 1, 2, 3, 99].map((error) => bind(0, error))).toEqual(
      ['expired', 'locked', 'must-change', 'not-allowed', 'not-allowed'].map(refused),
    );
  });

  test('I6: no code but 0 is ever accepted, and what speaks of the account is never unavailable', () => {
    for (let code = 1; code < 256; code += 1) expect(bind(code).verdict).not.toBe('accepted');
    expect([19, 32, 34, 48, 49, 50, 53].map((code) => bind(code))).toEqual(
      ['locked', 'wrong', 'wrong', 'not-allowed', 'wrong', 'not-allowed', 'not-allowed'].map(refused),
    );
  });
});

describe('StartTLS (RFC 4511, 4.14)', () => {
  const judge = (hex: string) => judgeStartTlsResponse(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  const name = Buffer.from('1.3.6.1.4.1.1466.20037').toString('hex');

  test('the request', () => {
    expect(Buffer.from(START_TLS_REQUEST).toString('hex')).toBe(
      `301d020101771880 16${name}`.replace(' ', ''),
    );
  });

  test.each([
    ['short lengths, as OpenLDAP sends', '300c 020101 7807 0a0100 0400 0400', 'accepted'],
    [
      'long lengths and a name, as Active Directory sends',
      `30 8400000028 020101 78 840000001f 0a0100 0400 0400 8a16${name}`,
      'accepted',
    ],
    ['nothing yet', '', 'incomplete'],
    ['a tag', '30', 'incomplete'],
    ['half a length', '30 8400', 'incomplete'],
    ['half a message', '300c 020101 7807', 'incomplete'],
    ['protocolError', '300c 020101 7807 0a0102 0400 0400', 'refused'],
    ['a byte too many', '300c 020101 7807 0a0100 0400 0400 30', 'refused'],
    ['another message id', '300c 020102 7807 0a0100 0400 0400', 'refused'],
    ['another operation', '300c 020101 6107 0a0100 0400 0400', 'refused'],
    ['an indefinite length', '3080 020101 7807 0a0100 0400 0400', 'refused'],
    ['a length beyond all bounds', '30 84ffffffff 020101', 'refused'],
    ['no LDAP at all', '48545450', 'refused'],
  ])('%s', (_case, hex, verdict) => expect(judge(hex)).toBe(verdict));

  test('no bytes make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(['incomplete', 'accepted', 'refused']).toContain(judgeStartTlsResponse(bytes));
      }),
    );
  });
});
