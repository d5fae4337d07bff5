import { describe, expect, it } from 'vitest';
import { moment } from '../../../main/people-source/moment.ts';
import { namesOf, personFields, personFromFields } from '../../../main/people-source/person-fields.ts';
import { valuesAt } from '../../../main/people-source/scim-path.ts';

const fields = personFields.parse({
  id: 'no',
  login: 'uid',
  name: ['family', 'given'],
  role: { field: 'kind', values: { Student: 'student', 'cn=Staff,dc=x': 'staff' } },
  mail: 'mail',
  disabled: { field: 'userAccountControl', bit: 2 },
  passwordChanged: 'pwdLastSet',
});
const read = (row: Readonly<Record<string, readonly string[]>>) =>
  personFromFields(fields, (name) => row[name] ?? []);
const row = { no: ['A1'], uid: ['a1'], family: ['山田'], given: ['花子'], kind: ['x', 'STUDENT'] };

describe('a person out of a row', () => {
  it('has what the settings name, joined and in one normal form', () => {
    expect(read({ ...row, family: [' か\u3099く'], mail: ['a@example.ac.jp'] })).toEqual({
      ok: true,
      person: {
        id: 'A1',
        number: 'A1',
        login: 'a1',
        name: 'がく 花子',
        kana: '',
        romaji: '',
        role: 'student',
        affiliation: { ja: '', en: '' },
        mail: 'a@example.ac.jp',
        disabled: false,
      },
    });
    expect(namesOf(fields)).toEqual([
      'no',
      'uid',
      'family',
      'given',
      'mail',
      'kind',
      'userAccountControl',
      'pwdLastSet',
    ]);
  });

  it('is off by a bit of Active Directory, and has the time of the password', () => {
    const found = read({ ...row, userAccountControl: ['514'], pwdLastSet: ['134198208000000000'] });
    expect(found).toMatchObject({
      person: { disabled: true, credentialChangedAt: '2026-04-05T00:00:00.000Z', mail: null },
    });
  });

  it('is refused by its field, with the id where it can be read', () => {
    const of = (more: Readonly<Record<string, readonly string[]>>) => {
      const found = read({ ...row, ...more });
      return found.ok ? null : [found.code, found.field, found.id];
    };
    expect(of({ no: [] })).toEqual(['missing', 'id', null]);
    expect(of({ no: ['../x'] })).toEqual(['invalid', 'id', null]);
    expect(of({ uid: [] })).toEqual(['missing', 'login', 'A1']);
    expect(of({ family: ['a\u0007b'] })).toEqual(['invalid', 'name', 'A1']);
    expect(of({ family: ['a'.repeat(201)] })).toEqual(['too-long', 'name', 'A1']);
    expect(of({ kind: ['alien'] })).toEqual(['unknown-role', 'role', 'A1']);
    expect(of({ mail: ['nobody'] })).toEqual(['invalid', 'mail', 'A1']);
    expect(of({ pwdLastSet: ['yesterday'] })).toEqual(['invalid', 'passwordChanged', 'A1']);
  });

  it.each([
    ['a mark that turns the text around', '\u202e'],
    ['a mark of direction', '\u200f'],
    ['an isolate', '\u2066'],
    ['the beginning of a reading, which screens draw', '\ufff9'],
    ['nothing that is seen', '\u200b'],
    ['a tag', '\u{e0041}'],
    ['half a character', '\ud800'],
  ])('has no name with %s', (_, mark) => {
    for (const field of ['family', 'uid'])
      expect(read({ ...row, [field]: [`山${mark}田`] })).toMatchObject({
        ok: false,
        code: 'invalid',
        id: 'A1',
      });
  });

  it('may have a name with a form of a kanji of its own, or joined letters', () => {
    const names = ['辻\u{e0100}', 'می\u200cخواهم', 'क्\u200dष'];
    for (const name of names) expect(read({ ...row, family: [name] })).toMatchObject({ ok: true });
  });
});

describe('moments of directories', () => {
  it.each([
    ['20260406010203Z', '2026-04-06T01:02:03.000Z'],
    ['20260406010203.123456Z', '2026-04-06T01:02:03.000Z'],
    ['202604060102Z', '2026-04-06T01:02:00.000Z'],
    ['134198208000000000', '2026-04-05T00:00:00.000Z'],
    ['2026-04-06T10:02:03+09:00', '2026-04-06T01:02:03.000Z'],
    ['', 'never'],
    ['0', 'never'],
    ['9223372036854775807', 'never'],
    ['9223372036854775000', null],
    ['20269906010203Z', null],
    ['soon', null],
  ])('%s', (text, expected) => {
    expect(moment(text)).toBe(expected);
  });
});

describe('SCIM attributes by their path (RFC 7643, RFC 7644)', () => {
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const resource = {
    userName: 'a1',
    active: false,
    name: { familyName: '山田' },
    emails: [{ value: 'b@x.test' }, { value: 'a@x.test', primary: true }],
    roles: [{ value: 'student' }, { value: 'staff' }],
    [enterprise]: { employeeNumber: '42' },
  };
  it.each([
    ['userName', ['a1']],
    ['USERNAME', ['a1']],
    ['active', ['false']],
    ['name.familyName', ['山田']],
    ['emails.value', ['a@x.test']],
    ['roles', ['student', 'staff']],
    [`${enterprise}:employeeNumber`, ['42']],
    ['name', []],
    ['nothing.at.all', []],
  ])('%s', (path, expected) => {
    expect(valuesAt(resource, path)).toEqual(expected);
  });
});
