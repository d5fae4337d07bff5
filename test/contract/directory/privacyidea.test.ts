import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPrivacyIdea } from '../../../main/directory/privacyidea.ts';
import { type PrivacyIdeaValidate, serviceToken, startPrivacyIdea } from '../../rigs/privacyidea-validate.ts';

const person = (login: string) => ({ id: login.slice(1), login, displayName: login, roles: [], groups: [] });

let server: PrivacyIdeaValidate;
beforeAll(async () => {
  server = await startPrivacyIdea([
    { user: 's2100001', tokens: ['totp', 'sms', 'push'] },
    { user: 's2100002', tokens: [] },
  ]);
});
afterEach(() => server.interfere(null));
afterAll(() => server.stop());

const create = (changes: object = {}) =>
  createPrivacyIdea({
    kind: 'privacyidea',
    origin: server.origin,
    path: '/pi',
    realm: 'students',
    serviceToken,
    sends: ['push', 'sms'],
    timeoutMilliseconds: 400,
    ...changes,
  });

async function begin(factor = create(), login = 's2100001') {
  const begun = await factor.begin(person(login));
  if (begun.answer !== 'challenge') throw new Error(begun.answer);
  return { factor, challenge: begun.challenge };
}

describe('privacyIDEA', () => {
  test('offers what the institution’s tokens let be sent, and any code; nothing is sent yet', async () => {
    const before = server.requests.length;
    const { challenge } = await begin();
    expect(challenge.factors.map(({ id, kind }) => [id, kind])).toEqual([
      ['push', 'push'],
      ['sms', 'sms'],
      ['code', 'totp'],
    ]);
    expect(server.requests.length).toBe(before);
  });

  test('a code: wrong, then right', async () => {
    const { factor, challenge } = await begin();
    expect(await factor.verify({ challenge, factorId: 'code', code: '000000' })).toEqual({ answer: 'wrong' });
    const code = server.codeOf('s2100001');
    const verified = await factor.verify({ challenge, factorId: 'code', code });
    expect(verified).toEqual({ answer: 'verified', person: null });
  });

  test('I6: a policy that lets people without a token through is no second factor', async () => {
    const { factor, challenge } = await begin(create(), 's2100002');
    expect(await factor.verify({ challenge, factorId: 'code', code: '123456' })).toEqual({ answer: 'wrong' });
  });

  test.each([
    ['accept', 'verified'],
    ['decline', 'rejected'],
  ] as const)('a push: sent, waited for, %s', async (how, expected) => {
    const { factor, challenge } = await begin();
    const sent = await factor.send({ challenge, factorId: 'push' });
    if (sent.answer !== 'waiting') throw new Error(sent.answer);
    const request = { challenge: sent.challenge, factorId: 'push' };
    expect(await factor.verify(request)).toMatchObject({ answer: 'waiting' });
    server.approve('s2100001', how);
    expect(await factor.verify(request)).toMatchObject({ answer: expected });
  });

  test('a message, and its code', async () => {
    const { factor, challenge } = await begin();
    const sent = await factor.send({ challenge, factorId: 'sms' });
    if (sent.answer !== 'waiting') throw new Error(sent.answer);
    const code = server.codeOf('s2100001');
    const verified = await factor.verify({ challenge: sent.challenge, factorId: 'sms', code });
    expect(verified).toEqual({ answer: 'verified', person: null });
  });

  test('what cannot be sent to this person is said, and a code of it is over', async () => {
    const { factor, challenge } = await begin(create(), 's2100002');
    expect(await factor.send({ challenge, factorId: 'sms' })).toMatchObject({ answer: 'refused' });
    expect(await factor.verify({ challenge, factorId: 'sms', code: '123456' })).toEqual({ answer: 'over' });
  });

  test('I7: the service account’s token goes to triggerchallenge alone', async () => {
    const { factor, challenge } = await begin();
    await factor.verify({ challenge, factorId: 'code', code: '123456' });
    const told = server.requests.filter(({ headers }) => headers.authorization !== undefined);
    expect(new Set(told.map(({ path }) => path))).toEqual(new Set(['/pi/validate/triggerchallenge']));
  });

  test.each([
    [{ status: 503, body: {} }, 'busy'],
    [{ status: 200, body: {} }, 'configuration'],
    [{ status: 400, body: { result: { status: false, error: { code: 904 } } } }, 'configuration'],
  ])('out of order: %j', async (answer, cause) => {
    const { factor, challenge } = await begin();
    server.interfere(() => answer);
    const verified = await factor.verify({ challenge, factorId: 'code', code: '123456' });
    expect(verified).toEqual({ answer: 'unavailable', cause });
  });

  test('one that never answers', async () => {
    const { factor, challenge } = await begin();
    server.interfere(() => 'silent');
    const verified = await factor.verify({ challenge, factorId: 'code', code: '123456' });
    expect(verified).toEqual({ answer: 'unavailable', cause: 'timeout' });
  });

  test('sending without a service account is refused', () => {
    expect(() => create({ serviceToken: undefined })).toThrow();
  });
});
