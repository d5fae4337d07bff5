import { randomInt, randomUUID } from 'node:crypto';
import { type HttpService, type ServiceAnswer, startHttpService } from './http-service.ts';

export interface PrivacyIdeaUser {
  readonly user: string;
  readonly tokens: readonly ('totp' | 'sms' | 'push')[];
}

export interface PrivacyIdeaValidate extends HttpService {
  codeOf(user: string): string;
  approve(user: string, how: 'accept' | 'decline'): void;
  interfere(answer: (() => ServiceAnswer | 'silent') | null): void;
}

export const serviceToken = 'eyJhbGciOiJIUzI1NiJ9.e30.service-account';

/** privacyIDEA's validate endpoints (privacyidea.readthedocs.io, 3.9), in memory. */
export async function startPrivacyIdea(users: readonly PrivacyIdeaUser[]): Promise<PrivacyIdeaValidate> {
  const codes = new Map(users.map(({ user }) => [user, String(randomInt(100_000, 999_999))]));
  const transactions = new Map<string, { readonly user: string; readonly type: string; state: string }>();
  let interference: (() => ServiceAnswer | 'silent') | null = null;
  const answer = (
    value: boolean | number,
    authentication: string,
    detail: object | null = {},
  ): ServiceAnswer => ({
    status: 200,
    body: {
      id: 1,
      jsonrpc: '2.0',
      result: { status: true, value, authentication },
      detail: detail === null ? null : { threadid: 140_024, ...detail },
      version: 'privacyIDEA 3.9.3',
      versionnumber: '3.9.3',
      signature: 'rsa_sha256_pss:00',
      time: 1_775_437_200.1,
    },
  });
  const error = (status: number, code: number): ServiceAnswer => ({
    status,
    body: { id: 1, jsonrpc: '2.0', result: { status: false, error: { code, message: `ERR${code}` } } },
  });

  const service = await startHttpService((request) => {
    const interfered = interference?.();
    if (interfered !== undefined) return interfered;
    const form = (request.body ?? request.query) as Readonly<Record<string, string>>;
    const known = users.find(({ user }) => user === form.user);
    switch (request.path) {
      case '/pi/validate/triggerchallenge': {
        if (request.headers.authorization !== serviceToken) return error(401, 4033);
        const type = known?.tokens.find((each) => each === form.type);
        if (known === undefined || type === undefined) return answer(0, 'REJECT', { multi_challenge: [] });
        const transaction = randomUUID();
        transactions.set(transaction, { user: known.user, type, state: 'pending' });
        const challenge = {
          serial: `PI${type}1`,
          type,
          transaction_id: transaction,
          client_mode: 'interactive',
        };
        return answer(1, 'CHALLENGE', { ...challenge, multi_challenge: [challenge] });
      }
      case '/pi/validate/polltransaction': {
        const found = transactions.get(form.transaction_id ?? '');
        return answer(found?.state === 'accept', found?.state === 'decline' ? 'DECLINED' : 'REJECT');
      }
      case '/pi/validate/check': {
        if (form.realm !== 'students') return error(400, 904);
        if (known === undefined) return error(400, 904);
        // A policy (passOnNoToken) lets through who has none; whoever relies on that has no second factor.
        if (known.tokens.length === 0) return answer(true, 'ACCEPT', { message: 'user has no token' });
        const found = transactions.get(form.transaction_id ?? '');
        const right = found?.type === 'push' ? found.state === 'accept' : form.pass === codes.get(known.user);
        return right ? answer(true, 'ACCEPT', { serial: 'TOTP0001', type: 'totp' }) : answer(false, 'REJECT');
      }
      default:
        return { status: 404, body: {} };
    }
  });
  return {
    ...service,
    codeOf: (user) => codes.get(user) ?? 'none',
    approve(user, how) {
      for (const found of transactions.values()) if (found.user === user) found.state = how;
    },
    interfere(given) {
      interference = given;
    },
  };
}
