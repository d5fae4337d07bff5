import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOpenIdConnect, type ProviderRequest } from '../../../main/directory/open-id-connect.ts';
import { openBlackHole } from '../../rigs/black-hole.ts';
import { type OpenIdProvider, openIdClient, startOpenIdProvider } from '../../rigs/open-id-provider.ts';

const callback = 'https://madoguchi.univ.test/oidc/callback';
const person = { id: '2100001', login: 's2100001', displayName: '青葉 さくら', roles: [], groups: [] };

let provider: OpenIdProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider(
    [
      { login: 's2100001@univ.test', code: '123456' },
      { login: 's2100002@univ.test', code: '123456' },
    ],
    callback,
  );
});
beforeEach(() => {
  provider.claim({});
  provider.forge(false);
});
afterAll(() => provider.stop());

const create = (changes: object = {}, at: () => string | null = () => callback) =>
  createOpenIdConnect(
    {
      issuer: provider.issuer,
      clientId: openIdClient,
      suffix: '@univ.test',
      timeoutMilliseconds: 500,
      ...changes,
    },
    at,
  );

/** What a browser would do: the page, the form, and the address at which it ends. */
async function walk(start: string, form: Readonly<Record<string, string>> = {}): Promise<string> {
  const page = await (await fetch(start)).text();
  const hidden = [...page.matchAll(/<input[^>]* name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  const body = new URLSearchParams({ ...Object.fromEntries(hidden), code: '123456', ...form });
  const answer = await fetch(`${provider.issuer}/login`, { method: 'POST', body, redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}

async function begin(at = create()) {
  const begun = await at.begin(person.login);
  if (!begun.ok) throw new Error('not begun');
  return { at, ...begun };
}

describe('the provider’s own sign-in page (OpenID Connect)', () => {
  test('the request: PKCE, state, nonce, signed in anew, for this person; and where the window may go', async () => {
    const { start, origins, request } = await begin();
    const query = Object.fromEntries(new URL(start).searchParams);
    expect(query).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      prompt: 'login',
      login_hint: 's2100001@univ.test',
      state: request.state,
      nonce: request.nonce,
      redirect_uri: callback,
    });
    expect(start).not.toContain(request.verifier);
    expect(origins).toEqual([provider.issuer]);
    const other = await begin();
    expect(other.request.state).not.toBe(request.state);
    expect(other.request.verifier).not.toBe(request.verifier);
  });

  test('the person who typed the password, with a second factor', async () => {
    const { at, start, request } = await begin();
    expect(await at.finish(request, await walk(start), person)).toEqual({ answer: 'verified' });
  });

  test('somebody else’s second factor says nothing about this person', async () => {
    const { at, start, request } = await begin();
    const address = await walk(start, { login: 's2100002@univ.test' });
    expect(await at.finish(request, address, person)).toEqual({ answer: 'other-person' });
  });

  test('I6: a token that does not say how the person was verified is no second factor', async () => {
    for (const amr of [undefined, ['pwd'], 'pwd', [{ mfa: true }]]) {
      provider.claim({ amr });
      const { at, start, request } = await begin();
      expect(await at.finish(request, await walk(start), person)).toEqual({
        answer: 'refused',
        reason: 'no-second-factor',
      });
    }
  });

  test('another class reference, where the provider says it that way', async () => {
    provider.claim({ acr: 'https://refeds.org/profile/mfa' });
    const proof = { claim: 'acr', values: ['https://refeds.org/profile/mfa'] };
    const { at, start, request } = await begin(create({ proof }));
    expect(await at.finish(request, await walk(start), person)).toEqual({ answer: 'verified' });
  });

  test('the person turned back, or mistyped', async () => {
    for (const form of [{ deny: '1' }, { code: '000000' }]) {
      const { at, start, request } = await begin();
      expect(await at.finish(request, await walk(start, form), person)).toEqual({
        answer: 'refused',
        reason: 'page',
      });
    }
  });

  test.each([
    ['state', (request: ProviderRequest) => ({ ...request, state: 'other' }), 'token'],
    ['nonce', (request: ProviderRequest) => ({ ...request, nonce: 'other' }), 'token'],
    ['PKCE verifier', (request: ProviderRequest) => ({ ...request, verifier: 'x'.repeat(43) }), 'token'],
  ])('another %s than the one of the request', async (_name, change, reason) => {
    const { at, start, request } = await begin();
    const answer = await at.finish(change(request), await walk(start), person);
    expect(answer).toEqual({ answer: 'refused', reason });
  });

  test.each([
    ['another audience', { aud: 'somebody-else' }],
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['an old token', { exp: Math.floor(Date.now() / 1000) - 600 }],
    ['an old sign-in', { auth_time: Math.floor(Date.now() / 1000) - 3600 }],
  ])('%s', async (_name, claims) => {
    provider.claim(claims);
    const { at, start, request } = await begin();
    expect(await at.finish(request, await walk(start), person)).toEqual({
      answer: 'refused',
      reason: 'token',
    });
  });

  test('a signature by a key that the provider did not publish', async () => {
    provider.forge(true);
    const { at, start, request } = await begin();
    expect(await at.finish(request, await walk(start), person)).toEqual({
      answer: 'refused',
      reason: 'token',
    });
  });

  test('an address that ended elsewhere, and a code that was used', async () => {
    const { at, start, request } = await begin();
    const address = await walk(start);
    const elsewhere = address.replace('madoguchi.univ.test', 'elsewhere.example');
    expect(await at.finish(request, elsewhere, person)).toEqual({ answer: 'refused', reason: 'page' });
    expect(await at.finish(request, address, person)).toEqual({ answer: 'verified' });
    expect(await at.finish(request, address, person)).toEqual({ answer: 'refused', reason: 'token' });
  });

  test('out of reach, or a station without an address of its own', async () => {
    expect(await create({ issuer: 'http://127.0.0.1:1' }).begin(person.login)).toEqual({ ok: false });
    const hole = await openBlackHole();
    expect(await create({ issuer: `http://127.0.0.1:${hole.port}` }).begin(person.login)).toEqual({
      ok: false,
    });
    await hole.stop();
    expect(await create({}, () => null).begin(person.login)).toEqual({ ok: false });
  });

  test.each(['http://192.0.2.1', 'ftp://127.0.0.1'])('the issuer %s is refused', (issuer) => {
    expect(() => create({ issuer })).toThrow();
  });
});
