import { expect, test } from 'vitest';
import type { Directory, DirectoryPerson } from '../../../main/directory/directory.ts';

interface Credentials {
  readonly login: string;
  readonly password: string;
}

/** A connector under test and accounts in the states that every directory can tell apart. */
export interface DirectoryUnderTest {
  readonly directory: Directory;
  readonly student: Credentials & { readonly person: DirectoryPerson };
  readonly staff: Credentials;
  readonly toBeLocked: Credentials;
  readonly expired: Credentials;
  readonly mustChange: Credentials;
  /** Locks `toBeLocked` in the way in which this directory comes to be locked. */
  lock(): Promise<void>;
}

/** Logins that would mean something else if they were put into a filter or a name unescaped. */
export const INJECTIONS = [
  '*',
  's21000*',
  '*)(uid=*',
  's2100001)(|(uid=*',
  's2100001,ou=people,dc=univ,dc=test',
  's2100001+cn=x',
  ',ou=',
  '\\2a',
  '#73',
  '__proto__',
];

/** What every connector promises, whatever stands behind it. */
export function describesDirectory(under: () => DirectoryUnderTest): void {
  const verify = (credentials: Credentials) => under().directory.verify(credentials);

  test('the right password gives the person, as the directory describes them', async () => {
    expect(await verify(under().student)).toEqual({ outcome: 'ok', person: under().student.person });
  });

  test('a password with spaces and letters beyond ASCII arrives as typed', async () => {
    expect(await verify(under().staff)).toMatchObject({
      outcome: 'ok',
      person: { login: under().staff.login },
    });
  });

  test('a wrong password and an unknown login get the same answer', async () => {
    const { login, password } = under().student;
    const wrong = await verify({ login, password: `${password}x` });
    expect(wrong).toEqual({ outcome: 'wrong' });
    expect(await verify({ login: 'nobody', password })).toEqual(wrong);
  });

  test('an empty password is refused, though servers take it as anonymous and report success', async () => {
    expect(await verify({ login: under().student.login, password: '' })).toEqual({ outcome: 'wrong' });
  });

  test.each([
    ['empty login', '', undefined],
    ['blank login', '  ', undefined],
    ['login with a control character', 's21000\u000001', undefined],
    ['login with a character that nobody sees', 's21000\u00ad01', undefined],
    ['login above 128 characters', 's'.repeat(129), undefined],
    ['password with NUL', undefined, '\0Correct-1'],
    ['password above 1024 bytes', undefined, '語'.repeat(342)],
  ])('out of bounds: %s', async (_case, login, password) => {
    const { student } = under();
    const answer = await verify({ login: login ?? student.login, password: password ?? student.password });
    expect(answer).toEqual({ outcome: 'wrong' });
  });

  test.each(INJECTIONS)('the login %j is a name like any other, and nobody has it', async (login) => {
    expect(await verify({ login, password: under().student.password })).toEqual({ outcome: 'wrong' });
  });

  test('a password that is too old', async () => {
    expect(await verify(under().expired)).toEqual({ outcome: 'expired' });
  });

  test('a password that an administrator set', async () => {
    expect(await verify(under().mustChange)).toEqual({ outcome: 'must-change' });
  });

  test('an expired or reset account says so only to who knows the password', async () => {
    expect(await verify({ ...under().expired, password: 'guess' })).toEqual({ outcome: 'wrong' });
    expect(await verify({ ...under().mustChange, password: 'guess' })).toEqual({ outcome: 'wrong' });
  });

  test('a locked account refuses even the right password', async () => {
    expect(await verify(under().toBeLocked)).toMatchObject({ outcome: 'ok' });
    await under().lock();
    expect(await verify(under().toBeLocked)).toEqual({ outcome: 'locked' });
  });

  test('giving up is answered, not thrown', async () => {
    const answer = await under().directory.verify({ ...under().student, signal: AbortSignal.abort() });
    expect(answer).toEqual({ outcome: 'unavailable', cause: 'cancelled' });
  });

  test('I7: no answer holds a password', async () => {
    const { student, expired, mustChange, toBeLocked } = under();
    for (const credentials of [student, expired, mustChange, toBeLocked, { ...student, login: 'nobody' }]) {
      expect(JSON.stringify(await verify(credentials))).not.toContain(credentials.password);
    }
  });
}
