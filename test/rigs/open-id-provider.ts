import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { type HttpService, type ServiceAnswer, startHttpService } from './http-service.ts';

export interface OpenIdPerson {
  readonly login: string;
  /** What the page asks for; the second factor, in one field. */
  readonly code: string;
}

export interface OpenIdProvider extends HttpService {
  readonly issuer: string;
  /** Changes what the next identity tokens claim. */
  claim(changes: Readonly<Record<string, unknown>>): void;
  /** Signs the next tokens with a key that nobody published. */
  forge(forged: boolean): void;
}

export const openIdClient = 'madoguchi-lab';

/**
 * A small OpenID provider: discovery, a sign-in page with a form, token endpoint with PKCE (RFC 7636), published keys.
 * Codes are good once. What a conforming client would not send is refused.
 */
export async function startOpenIdProvider(
  people: readonly OpenIdPerson[],
  redirect: string,
): Promise<OpenIdProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const codes = new Map<
    string,
    { readonly login: string; readonly nonce: string; readonly challenge: string }
  >();
  let claims: Readonly<Record<string, unknown>> = {};
  let forged = false;
  let issuer = '';

  const authorize = (query: Readonly<Record<string, string>>): ServiceAnswer => {
    const wanted =
      query.client_id === openIdClient &&
      query.redirect_uri === redirect &&
      query.response_type === 'code' &&
      query.code_challenge_method === 'S256' &&
      query.prompt === 'login' &&
      query.scope?.split(' ').includes('openid') === true;
    if (!wanted) return { status: 400, body: '<h1>invalid_request</h1>' };
    const kept = ['state', 'nonce', 'code_challenge']
      .map((name) => `<input type="hidden" name="${name}" value="${escaped(query[name] ?? '')}">`)
      .join('');
    return {
      status: 200,
      body: `<!doctype html><html lang="ja"><meta charset="utf-8"><title>大学サインイン</title>
        <style>body{font:18px sans-serif;max-width:26rem;margin:3rem auto}input,button{font:inherit;padding:.5rem;width:100%;margin:.4rem 0}</style>
        <h1>大学サインイン</h1><form method="post" action="/login">${kept}
        <label>ログイン名<input type="text" name="login" value="${escaped(query.login_hint ?? '')}"></label>
        <label>確認コード<input name="code" autofocus></label>
        <button id="confirm">確認する</button><button id="deny" name="deny" value="1">やめる</button></form>
        <a id="away" href="https://elsewhere.example/">elsewhere</a>
        <script>window.answers = []; document.cookie = 'trusted=1; max-age=99999';
        fetch('https://elsewhere.example/').then(() => answers.push('reached'), () => answers.push('stopped'));</script>`,
    };
  };

  const login = (form: Readonly<Record<string, string>>): ServiceAnswer => {
    const back = new URL(redirect);
    back.searchParams.set('state', form.state ?? '');
    const person = people.find((each) => each.login === form.login && each.code === form.code);
    if (form.deny !== undefined || person === undefined) back.searchParams.set('error', 'access_denied');
    else {
      const code = randomBytes(16).toString('base64url');
      codes.set(code, { login: person.login, nonce: form.nonce ?? '', challenge: form.code_challenge ?? '' });
      back.searchParams.set('code', code);
    }
    return { status: 302, headers: { location: back.href } };
  };

  const token = (form: Readonly<Record<string, string>>): ServiceAnswer => {
    const issued = codes.get(form.code ?? '');
    codes.delete(form.code ?? '');
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    const fits =
      form.grant_type === 'authorization_code' &&
      form.client_id === openIdClient &&
      form.redirect_uri === redirect &&
      issued?.challenge === challenge;
    if (issued === undefined || !fits) return { status: 400, body: { error: 'invalid_grant' } };
    const now = Math.floor(Date.now() / 1000);
    const identity = {
      iss: issuer,
      sub: createHash('sha256').update(issued.login).digest('hex'),
      aud: openIdClient,
      iat: now,
      exp: now + 300,
      auth_time: now,
      nonce: issued.nonce,
      preferred_username: issued.login,
      amr: ['pwd', 'otp', 'mfa'],
      ...claims,
    };
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { access_token: 'opaque', token_type: 'Bearer', expires_in: 300, id_token: signed(identity) },
    };
  };

  const signed = (payload: object): string => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), forged ? stranger : privateKey).toString('base64url')}`;
  };

  const service = await startHttpService(({ path, query, body }) => {
    const form = (body ?? {}) as Readonly<Record<string, string>>;
    switch (path) {
      case '/.well-known/openid-configuration':
        return {
          status: 200,
          body: {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256'],
            code_challenge_methods_supported: ['S256'],
          },
        };
      case '/keys':
        return {
          status: 200,
          body: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
        };
      case '/authorize':
        return authorize(query);
      case '/login':
        return login(form);
      case '/token':
        return token(form);
      default:
        return { status: 404 };
    }
  });
  issuer = service.origin;
  return {
    ...service,
    issuer,
    claim(changes) {
      claims = changes;
    },
    forge(now) {
      forged = now;
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
