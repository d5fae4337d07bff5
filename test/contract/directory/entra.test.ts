import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEntraDirectory } from '../../../main/directory/entra.ts';
import {
  clientId,
  type EntraAccount,
  type EntraTokenEndpoint,
  startEntraTokenEndpoint,
  tenant,
} from '../../rigs/entra-token-endpoint.ts';
import { describesDirectory } from './directory-suite.ts';

const students = '02bd9fd6-8f93-4758-87c3-1fb73740a315';
const account = (login: string, more: Partial<EntraAccount> = {}): EntraAccount => ({
  login: `${login}@univ.test`,
  password: `Correct-${login}`,
  name: '青葉 さくら',
  ...more,
});
const refused: readonly (readonly [number, string, string?])[] = [
  [50053, 'locked'],
  [50055, 'expired'],
  [50144, 'expired'],
  [50142, 'must-change'],
  [50057, 'disabled'],
  [50076, 'mfa-required', 'interaction_required'],
  [50079, 'mfa-required', 'interaction_required'],
  [50158, 'mfa-required', 'interaction_required'],
  [53003, 'not-allowed', 'access_denied'],
  [50105, 'not-allowed'],
  [999_999, 'not-allowed'],
];
const accounts = [
  account('s2100001', { groups: [students] }),
  account('t3100001', { password: 'Pässwörd 語 8' }),
  ...refused.map(([refusedBy, , error]) =>
    account(`c${refusedBy}`, { refusedBy, ...(error === undefined ? {} : { error }) }),
  ),
];
const typed = (login: string) => ({ login, password: `Correct-${login}` });

let entra: EntraTokenEndpoint;
beforeAll(async () => {
  entra = await startEntraTokenEndpoint(accounts);
});
afterEach(() => entra.interfere(null));
afterAll(() => entra.stop());

const create = (changes: object = {}) =>
  createEntraDirectory({
    tenant,
    clientId,
    login: {
      suffix: '@univ.test',
      id: '[sct]([0-9]+)@univ\\.test',
      roles: [{ pattern: 't[0-9]+@.*', role: 'staff' }],
    },
    rolesByGroup: { [students]: 'student' },
    timeoutMilliseconds: 400,
    standIn: entra.origin,
    ...changes,
  });

describe('Entra', () => {
  describe('what every directory promises', () => {
    let lockedNow = false;
    describesDirectory(() => {
      const directory = create();
      // Smart lock-out answers 50053 from one moment on; one account before and another after stand for it.
      const one = (login: string) => (login !== 'lockable' ? login : lockedNow ? 'c50053' : 's2100001');
      return {
        directory: {
          ...directory,
          verify: (request) =>
            request.login === 'lockable'
              ? directory.verify(typed(one(request.login)))
              : directory.verify(request),
        },
        student: {
          ...typed('s2100001'),
          person: {
            id: '2100001',
            login: 's2100001@univ.test',
            displayName: '青葉 さくら',
            roles: ['student'],
            groups: [students],
          },
        },
        staff: { login: 't3100001@univ.test', password: 'Pässwörd 語 8' },
        toBeLocked: { login: 'lockable', password: 'Correct-lockable' },
        expired: typed('c50055'),
        mustChange: typed('c50142'),
        async lock() {
          lockedNow = true;
        },
      };
    });
  });

  test('a token without the claim of groups says nothing about them (I6)', async () => {
    const answer = await create().verify({ login: 't3100001', password: 'Pässwörd 語 8' });
    expect(answer).toMatchObject({ outcome: 'ok', person: { roles: ['staff'], groups: null } });
  });

  test.each(refused)('AADSTS%s is %s', async (number, outcome) => {
    expect(await create().verify(typed(`c${number}`))).toEqual({ outcome });
  });

  test('one request for one sign-in, to the token endpoint alone', async () => {
    const before = entra.requests.length;
    await create().verify(typed('s2100001'));
    expect(entra.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /${tenant}/oauth2/v2.0/token`,
    ]);
  });

  test('an application that the tenant does not know is the settings’ fault', async () => {
    const other = create({ clientId: '11111111-2222-4333-8444-555555555555' });
    expect(await other.verify(typed('s2100001'))).toEqual({ outcome: 'unavailable', cause: 'configuration' });
  });

  test.each([
    [429, 'busy'],
    [503, 'busy'],
  ])('status %s', async (status, cause) => {
    entra.interfere(() => ({ status, body: {} }));
    expect(await create().verify(typed('s2100001'))).toEqual({ outcome: 'unavailable', cause });
  });

  test('one that never answers, and one that is not there', async () => {
    entra.interfere(() => 'silent');
    expect(await create().verify(typed('s2100001'))).toEqual({ outcome: 'unavailable', cause: 'timeout' });
    const gone = create({ standIn: 'http://127.0.0.1:1' });
    expect(await gone.verify(typed('s2100001'))).toEqual({ outcome: 'unavailable', cause: 'network' });
  });

  test.each([{ tenant: 'common' }, { tenant: 'organizations' }, { standIn: 'http://192.0.2.1' }])(
    'settings that let in more than the tenant, or send the password elsewhere, are refused: %j',
    (changes) => expect(() => create(changes)).toThrow(),
  );
});
