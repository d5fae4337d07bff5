import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createOktaDirectory } from '../../../main/directory/okta.ts';
import type { FactorChallenge } from '../../../main/directory/second-factor.ts';
import { openBlackHole } from '../../rigs/black-hole.ts';
import { type OktaAccount, type OktaSignIn, startOktaSignIn } from '../../rigs/okta-sign-in/okta-sign-in.ts';
import { describesDirectory } from './directory-suite.ts';

const account = (login: string, status?: string, more: Partial<OktaAccount> = {}): OktaAccount => ({
  login: `${login}@univ.test`,
  password: `Correct-${login}`,
  firstName: 'さくら',
  lastName: '青葉',
  ...(status === undefined ? {} : { status }),
  ...more,
});
const every = ['question', 'token:software:totp', 'sms', 'call', 'push'] as const;
const accounts = [
  account('s2100001'),
  account('t3100001', undefined, { password: 'Pässwörd 語 8' }),
  account('s2100002', 'LOCKED_OUT'),
  account('s2100003', 'PASSWORD_EXPIRED'),
  account('s2100004', 'PASSWORD_RESET'),
  account('s2100005', 'PASSWORD_WARN'),
  account('s2100006', 'RECOVERY'),
  account('s2100007', 'MFA_ENROLL'),
  account('s2100008', 'MFA_ENROLL_ACTIVATE'),
  account('s2100009', 'MFA_REQUIRED', { factors: every }),
  account('s2100010', 'MFA_REQUIRED', { factors: ['question'] }),
  account('x2100011'),
  account('s2100012', 'UNAUTHENTICATED'),
];
const typed = (login: string) => ({ login, password: `Correct-${login}` });

let okta: OktaSignIn;
beforeAll(async () => {
  okta = await startOktaSignIn(accounts);
});
afterEach(() => okta.interfere(null));
afterAll(() => okta.stop());

const settings = () => ({
  origin: okta.origin,
  login: {
    suffix: '@univ.test',
    id: '[st]([0-9]{7})@univ\\.test',
    roles: [
      { pattern: 's[0-9]{7}@.*', role: 'student' as const },
      { pattern: 't[0-9]{7}@.*', role: 'staff' as const },
    ],
  },
  timeoutMilliseconds: 400,
});
const create = () => createOktaDirectory(settings());

describe('Okta', () => {
  describe('what every directory promises', () => {
    let locked = false;
    describesDirectory(() => ({
      directory: {
        ...create(),
        // Okta locks by policy and then says so by a status; the account stands for one that came to that.
        verify: async (request) =>
          request.login === 'before-lock' && !locked
            ? create().verify(typed('s2100001'))
            : create().verify({
                ...request,
                login: request.login === 'before-lock' ? 's2100002' : request.login,
                password: request.login === 'before-lock' ? 'Correct-s2100002' : request.password,
              }),
      },
      student: {
        ...typed('s2100001'),
        person: {
          id: '2100001',
          login: 's2100001@univ.test',
          displayName: '青葉 さくら',
          roles: ['student'],
          groups: null,
        },
      },
      staff: { login: 't3100001@univ.test', password: 'Pässwörd 語 8' },
      toBeLocked: { login: 'before-lock', password: 'Correct-before-lock' },
      expired: typed('s2100003'),
      mustChange: typed('s2100004'),
      async lock() {
        locked = true;
      },
    }));
  });

  describe('states', () => {
    test.each([
      ['s2100002', 'locked'],
      ['s2100003', 'expired'],
      ['s2100004', 'must-change'],
      ['s2100006', 'must-change'],
      ['s2100007', 'mfa-required'],
      ['s2100008', 'mfa-required'],
      ['s2100010', 'mfa-required'],
      ['s2100012', 'wrong'],
    ])('%s is %s, with nothing more', async (login, outcome) => {
      expect(await create().verify(typed(login))).toEqual({ outcome });
    });

    test('a password that expires soon still counts', async () => {
      expect(await create().verify(typed('s2100005'))).toMatchObject({ outcome: 'ok' });
    });

    test('a person whom the rules do not know lets nobody in', async () => {
      expect(await create().verify(typed('x2100011'))).toEqual({
        outcome: 'unavailable',
        cause: 'configuration',
      });
    });

    test('a status that nobody knows is a refusal: a cached verifier must not get round it', async () => {
      okta.interfere(() => ({ status: 200, body: { status: 'SOMETHING_NEW' } }));
      expect(await create().verify(typed('s2100001'))).toEqual({ outcome: 'not-allowed' });
    });
  });

  describe('out of reach', () => {
    test('429 is busy, and nothing more is sent until the limit is over', async () => {
      let now = 0;
      const directory = createOktaDirectory(settings(), () => now);
      const reset = Math.floor(Date.now() / 1000) + 20;
      okta.interfere(() => ({
        status: 429,
        headers: { 'x-rate-limit-reset': String(reset) },
        body: { errorCode: 'E0000047' },
      }));
      const busy = { outcome: 'unavailable', cause: 'busy' };
      expect(await directory.verify(typed('s2100001'))).toEqual(busy);
      okta.interfere(null);
      const before = okta.requests.length;
      now = 15_000;
      expect(await directory.verify(typed('s2100001'))).toEqual(busy);
      expect(okta.requests.length).toBe(before);
      now = 22_000;
      expect(await directory.verify(typed('s2100001'))).toMatchObject({ outcome: 'ok' });
    });

    test.each([
      [503, {}, 'busy'],
      [404, { errorCode: 'E0000007' }, 'configuration'],
      [200, {}, 'configuration'],
    ])('status %s', async (status, body, cause) => {
      okta.interfere(() => ({ status, body }));
      expect(await create().verify(typed('s2100001'))).toEqual({ outcome: 'unavailable', cause });
    });

    test('one that never answers', async () => {
      okta.interfere(() => 'silent');
      expect(await create().verify(typed('s2100001'))).toEqual({ outcome: 'unavailable', cause: 'timeout' });
    });

    test('one behind a line that drops every packet', async () => {
      const hole = await openBlackHole();
      const directory = createOktaDirectory({ ...settings(), origin: `http://127.0.0.1:${hole.port}` });
      expect(await directory.verify(typed('s2100001'))).toEqual({ outcome: 'unavailable', cause: 'timeout' });
      await hole.stop();
    });

    test('I7: a redirect is not followed: the password goes to one origin only', async () => {
      const elsewhere = await startOktaSignIn(accounts);
      okta.interfere(() => ({ status: 307, headers: { location: `${elsewhere.origin}/api/v1/authn` } }));
      expect(await create().verify(typed('s2100001'))).toEqual({ outcome: 'unavailable', cause: 'network' });
      expect(elsewhere.requests).toEqual([]);
      await elsewhere.stop();
    });

    test.each(['http://okta.example.com', 'https://okta.example.com/', 'ftp://127.0.0.1'])(
      'the origin %s is refused',
      (origin) => {
        expect(() => createOktaDirectory({ ...settings(), origin })).toThrow();
      },
    );
  });

  describe('the second factor', () => {
    const begin = async () => {
      const directory = create();
      const answer = await directory.verify(typed('s2100009'));
      if (answer.outcome !== 'mfa-required' || answer.challenge === undefined)
        throw new Error(answer.outcome);
      const { challenge } = answer;
      const idOf = (kind: string) => challenge.factors.find((factor) => factor.kind === kind)?.id ?? 'none';
      return { challenge, idOf, ...directory.secondFactor };
    };
    const login = 's2100009@univ.test';

    test('offers what a workstation can ask, masked, and no security question', async () => {
      const { challenge } = await begin();
      expect(challenge.factors.map(({ kind, hint }) => [kind, hint])).toEqual([
        ['totp', 'Google Authenticator'],
        ['sms', '••••1337'],
        ['call', '••••1337'],
        ['push', 'さくらの電話'],
      ]);
      expect(challenge.expiresInSeconds).toBeGreaterThan(290);
    });

    test('a code of the app, in full width and with a space', async () => {
      const { challenge, idOf, verify } = await begin();
      const code = okta.codeOf(login, 'token:software:totp');
      const wide = [...code].map((digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join('');
      const answer = await verify({
        challenge,
        factorId: idOf('totp'),
        code: `${wide.slice(0, 3)} ${wide.slice(3)}`,
      });
      expect(answer).toMatchObject({ answer: 'verified', person: { id: '2100009', roles: ['student'] } });
    });

    test('a wrong code, then the right one', async () => {
      const { challenge, idOf, verify } = await begin();
      const factorId = idOf('totp');
      expect(await verify({ challenge, factorId, code: '000000' })).toEqual({ answer: 'wrong' });
      const code = okta.codeOf(login, 'token:software:totp');
      expect(await verify({ challenge, factorId, code })).toMatchObject({ answer: 'verified' });
    });

    test('a message: sent, sent again, typed; and another factor in between', async () => {
      const { challenge, idOf, send, verify } = await begin();
      const before = okta.sent(login);
      const first = await send({ challenge, factorId: idOf('call') });
      const then = await send({ challenge: waitingOn(first), factorId: idOf('sms') });
      const again = await send({ challenge: waitingOn(then), factorId: idOf('sms') });
      expect(okta.sent(login) - before).toBe(3);
      const code = okta.codeOf(login, 'sms');
      const answer = await verify({ challenge: waitingOn(again), factorId: idOf('sms'), code });
      expect(answer).toMatchObject({ answer: 'verified' });
    });

    test.each([
      ['SUCCESS', { answer: 'verified' }],
      ['REJECTED', { answer: 'rejected' }],
      ['TIMEOUT', { answer: 'over' }],
    ] as const)('a push that ends with %s', async (end, expected) => {
      const { challenge, idOf, send, verify } = await begin();
      const factorId = idOf('push');
      okta.answerPush(login, 'TIMEOUT');
      const sent = waitingOn(await send({ challenge, factorId }));
      okta.answerPush(login, end);
      expect(await verify({ challenge: sent, factorId })).toMatchObject(expected);
    });

    test('a message that was sent a moment ago is waited for', async () => {
      const { challenge, idOf, send } = await begin();
      okta.interfere(() => ({ status: 429, body: { errorCode: 'E0000109' } }));
      expect(await send({ challenge, factorId: idOf('sms') })).toMatchObject({ answer: 'waiting' });
      okta.interfere(null);
      expect(await create().verify(typed('s2100001'))).toMatchObject({ outcome: 'ok' });
    });

    test('a challenge that is too old, forged, or asked for a factor that it does not offer, is over', async () => {
      const { challenge, idOf, verify } = await begin();
      const forged: FactorChallenge = { ...challenge, state: '{"token":"x"}' };
      expect(await verify({ challenge: forged, factorId: idOf('totp'), code: '123456' })).toEqual({
        answer: 'over',
      });
      expect(await verify({ challenge, factorId: '../../users/me', code: '123456' })).toEqual({
        answer: 'over',
      });
      okta.expireTransactions();
      expect(await verify({ challenge, factorId: idOf('totp'), code: '123456' })).toEqual({ answer: 'over' });
    });

    test('locked by wrong codes', async () => {
      const { challenge, idOf, verify } = await begin();
      okta.interfere(() => ({ status: 403, body: { errorCode: 'E0000069' } }));
      expect(await verify({ challenge, factorId: idOf('totp'), code: '123456' })).toEqual({
        answer: 'locked',
      });
    });
  });
});

function waitingOn(answer: {
  readonly answer: string;
  readonly challenge?: FactorChallenge;
}): FactorChallenge {
  if (answer.challenge === undefined) throw new Error(`not waiting but ${answer.answer}`);
  return answer.challenge;
}
