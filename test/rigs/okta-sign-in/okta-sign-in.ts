import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { OpenAPIBackend, type Options } from 'openapi-backend';
import {
  type HttpService,
  type ServiceAnswer,
  type ServiceRequest,
  startHttpService,
} from '../http-service.ts';

export type OktaFactorType = 'token:software:totp' | 'sms' | 'call' | 'push' | 'question';

export interface OktaAccount {
  readonly login: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  /** What primary authentication answers once the password is right; `SUCCESS` unless said otherwise. */
  readonly status?: string;
  readonly factors?: readonly OktaFactorType[];
}

interface Factor {
  readonly id: string;
  readonly factorType: OktaFactorType;
}

interface Transaction {
  readonly account: OktaAccount;
  readonly expiresAt: number;
  challenged: string | null;
}

/** What a person holds in their hand, and what Okta may be told to do. */
export interface OktaSignIn extends HttpService {
  /** The code that this person's app shows, or that was sent to them last. */
  codeOf(login: string, type: OktaFactorType): string;
  /** How often something was sent. */
  sent(login: string): number;
  answerPush(login: string, answer: 'SUCCESS' | 'REJECTED' | 'TIMEOUT'): void;
  /** Failures and messages of this one from now on, until null. */
  interfere(answer: ((request: ServiceRequest) => ServiceAnswer | 'silent') | null): void;
  /** Whatever is under way is too old. */
  expireTransactions(): void;
}

const withFormats: NonNullable<Options['customizeAjv']> = (ajv) => {
  addFormats.default(ajv);
  return ajv;
};

const transactionMs = 300_000;

/**
 * Okta's primary authentication with factor verify, in memory. Each request and each answer of its own is judged by
 * `okta-authentication.yaml`; what doesn't fit fails the request with 500 and is thrown by `stop`.
 */
export async function startOktaSignIn(accounts: readonly OktaAccount[]): Promise<OktaSignIn> {
  const api = new OpenAPIBackend({
    definition: join(import.meta.dirname, 'okta-authentication.yaml'),
    quick: true,
    customizeAjv: withFormats,
  });
  await api.init();
  const transactions = new Map<string, Transaction>();
  const codes = new Map<string, string>();
  const pushes = new Map<string, string>();
  const sent = new Map<string, number>();
  const broken: string[] = [];
  let interference: ((request: ServiceRequest) => ServiceAnswer | 'silent') | null = null;

  const factorsOf = ({ login, factors = [] }: OktaAccount): Factor[] =>
    factors.map((factorType, place) => ({
      id: `${factorType.replaceAll(':', '_')}_${login.slice(0, 4)}_${place}`,
      factorType,
    }));
  const key = (login: string, type: OktaFactorType) => `${login} ${type}`;
  const refuse = (status: number, errorCode: string): ServiceAnswer => ({
    status,
    body: {
      errorCode,
      errorSummary: 'refused',
      errorLink: errorCode,
      errorId: randomBytes(8).toString('hex'),
      errorCauses: [],
    },
  });

  const embeddedUser = ({ login, firstName, lastName }: OktaAccount) => ({
    id: `00u${login.length}`,
    passwordChanged: '2026-04-01T00:00:00.000Z',
    profile: { login, firstName, lastName, locale: 'ja', timeZone: 'Asia/Tokyo' },
  });
  const embeddedFactor = ({ id, factorType }: Factor) => ({
    id,
    factorType,
    provider: factorType === 'token:software:totp' ? 'GOOGLE' : 'OKTA',
    vendorName: factorType === 'token:software:totp' ? 'GOOGLE' : 'OKTA',
    ...(factorType === 'sms' || factorType === 'call'
      ? { profile: { phoneNumber: '+81 XX-XXXX-1337' } }
      : {}),
    ...(factorType === 'push' ? { profile: { name: 'さくらの電話', platform: 'IOS' } } : {}),
  });
  const transaction = (status: string, token: string | null, more: object = {}): ServiceAnswer => ({
    status: 200,
    body: {
      status,
      ...(token === null ? { sessionToken: randomBytes(12).toString('hex') } : { stateToken: token }),
      expiresAt: new Date(Date.now() + transactionMs).toISOString(),
      ...more,
    },
  });
  const offer = (account: OktaAccount, token: string): ServiceAnswer =>
    transaction('MFA_REQUIRED', token, {
      _embedded: { user: embeddedUser(account), factors: factorsOf(account).map(embeddedFactor) },
    });

  function authenticate(body: { username: string; password: string }): ServiceAnswer {
    const account = accounts.find(({ login }) => login.toLowerCase() === body.username.toLowerCase());
    if (account === undefined || account.password !== body.password) return refuse(401, 'E0000004');
    const status = account.status ?? 'SUCCESS';
    if (status === 'SUCCESS' || status === 'LOCKED_OUT') {
      return status === 'SUCCESS'
        ? transaction(status, null, { _embedded: { user: embeddedUser(account) } })
        : { status: 200, body: { status, _embedded: {} } };
    }
    const token = randomBytes(16).toString('hex');
    transactions.set(token, { account, expiresAt: Date.now() + transactionMs, challenged: null });
    if (status === 'MFA_REQUIRED') return offer(account, token);
    return transaction(status, token, { _embedded: { user: embeddedUser(account) } });
  }

  const send = (account: OktaAccount, factor: Factor, token: string): ServiceAnswer => {
    sent.set(account.login, (sent.get(account.login) ?? 0) + 1);
    codes.set(key(account.login, factor.factorType), String(randomInt(0, 1_000_000)).padStart(6, '0'));
    const factorResult = factor.factorType === 'push' ? 'WAITING' : 'CHALLENGE';
    return transaction('MFA_CHALLENGE', token, {
      factorResult,
      _embedded: { user: embeddedUser(account), factor: embeddedFactor(factor) },
    });
  };

  function verify(
    id: string,
    body: { stateToken: string; passCode?: string },
    again: boolean,
  ): ServiceAnswer {
    const found = transactions.get(body.stateToken);
    if (found === undefined || found.expiresAt < Date.now()) return refuse(401, 'E0000011');
    const { account } = found;
    const factor = factorsOf(account).find((each) => each.id === id);
    if (factor === undefined) return refuse(404, 'E0000007');
    if (found.challenged !== null && found.challenged !== id) return refuse(403, 'E0000079');
    const first = found.challenged === null;
    found.challenged = id;
    if (again && first) return refuse(403, 'E0000079');
    if (factor.factorType === 'push') {
      if (first || again) return send(account, factor, body.stateToken);
      const answer = pushes.get(account.login) ?? 'WAITING';
      if (answer === 'SUCCESS') return finish(body.stateToken, account);
      return transaction('MFA_CHALLENGE', body.stateToken, {
        factorResult: answer,
        _embedded: { factor: embeddedFactor(factor) },
      });
    }
    if (body.passCode === undefined) return send(account, factor, body.stateToken);
    return body.passCode === codes.get(key(account.login, factor.factorType))
      ? finish(body.stateToken, account)
      : refuse(403, 'E0000068');
  }
  const finish = (token: string, account: OktaAccount): ServiceAnswer => {
    transactions.delete(token);
    return transaction('SUCCESS', null, { _embedded: { user: embeddedUser(account) } });
  };

  for (const account of accounts)
    codes.set(key(account.login, 'token:software:totp'), String(randomInt(100_000, 999_999)));

  // biome-ignore lint/suspicious/noExplicitAny: bodies are judged by the description before they come here
  const body = (request: ServiceRequest) => request.body as any;
  const service = await startHttpService((request) => {
    const interfered = interference?.(request);
    if (interfered !== undefined) return interfered;
    const asked = {
      method: request.method,
      path: request.path,
      query: request.query,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: body(request),
    };
    const operation = api.matchOperation(asked)?.operationId;
    const complaints = operation === undefined ? null : api.validateRequest(asked, operation).errors;
    if (operation === undefined || (complaints ?? []).length > 0) {
      broken.push(`${request.path}: ${JSON.stringify(complaints)}`);
      return { status: 500 };
    }
    const id = request.path.split('/')[5] ?? '';
    const answer =
      operation === 'authenticate'
        ? authenticate(body(request))
        : operation === 'previous'
          ? back(body(request).stateToken)
          : verify(id, body(request), operation === 'resendFactor');
    const unfit = api.validateResponse(answer.body, operation, answer.status).errors ?? [];
    if (unfit.length > 0) broken.push(`${operation} answered ${answer.status}: ${JSON.stringify(unfit)}`);
    return answer;
  });
  const back = (token: string): ServiceAnswer => {
    const found = transactions.get(token);
    if (found === undefined) return refuse(401, 'E0000011');
    found.challenged = null;
    return offer(found.account, token);
  };

  return {
    ...service,
    codeOf: (login, type) => codes.get(key(login, type)) ?? 'none',
    sent: (login) => sent.get(login) ?? 0,
    answerPush: (login, answer) => pushes.set(login, answer),
    interfere: (answer) => {
      interference = answer;
    },
    expireTransactions: () => transactions.clear(),
    async stop() {
      await service.stop();
      if (broken.length > 0) throw new Error(`beyond the description: ${broken.join('; ')}`);
    },
  };
}
