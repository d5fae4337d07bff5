import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { atAccount } from '../at-account.ts';
import { propagatedAt } from '../connector-settings.ts';
import { attributeValueOf, personOfAttribute } from '../person-attribute.ts';
import type { Provider, ProviderAnswer, ProviderFailure, ProviderPerson } from '../provider.ts';
import { readSecretFile } from '../secret-file.ts';
import { suspendedPeople } from '../suspended-people.ts';
import { connectPrivacyIdea, type PrivacyIdeaAnswer } from './privacyidea-connection.ts';
import {
  type PrivacyIdeaProviderSettingsInput,
  privacyIdeaProviderSettings,
} from './privacyidea-settings.ts';
import { factorOf, isUsable, searchTokens } from './privacyidea-tokens.ts';

const MAXIMUM_TOKENS = 200;
const MAXIMUM_MINUTES = 43_200;
/** `*` is a wildcard in every search of privacyIDEA. */
const LOGIN = /^[A-Za-z0-9._@+-]{1,200}$/;
const SERIAL = /^[A-Za-z0-9_-]{1,100}$/;
/** Key URI format; a secret of 160 bits has 32 characters, one of 128 has 26. */
const TOTP_URI = /^otpauth:\/\/totp\/[^?#]{1,200}\?(?:[^#]*&)?secret=[A-Z2-7]{26,128}=*(?:&|$)/i;

const users = z.array(z.object({ username: z.string().max(400) })).max(1000);
const created = z.object({ serial: z.string().optional() });
const registration = created.extend({ registrationcode: z.string().min(6).max(200) });
const totp = created.extend({ googleurl: z.object({ value: z.string().max(2000).regex(TOTP_URI) }) });

/**
 * Suspends by giving the person one more token of the type `spass` (simple pass), with which the password alone is
 * enough, under a serial that follows from the person: a single call creates it, a single call removes it, a repeated
 * one finds it, and its serials' beginning lists everyone.
 *
 * The person's own tokens are left alone. Disabling them exempts nobody: `passthru` and `passOnNoToken` count disabled
 * tokens too, so the person would be locked out instead; it would take several calls, and which tokens had been enabled
 * would have to be remembered elsewhere. A custom attribute would need a policy that can waive a token, which there is
 * none of, and can't be searched for. The token's own PIN is random and known to nobody: where policies make the PIN
 * the password, the exemption takes no effect rather than opening the account (I6).
 *
 * @throws ZodError or Error when the settings are invalid or the secret can't be read.
 */
export function createPrivacyIdeaProvider(input: PrivacyIdeaProviderSettingsInput): Provider {
  const settings = privacyIdeaProviderSettings.parse(input);
  const { credential, realm, serialPrefix } = settings;
  readSecretFile(credential.kind === 'token' ? credential.tokenFile : credential.passwordFile);
  const ask = connectPrivacyIdea(settings);
  const affixes = { attribute: 'login', ...settings.person };

  async function find(
    person: string,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly login: string } | ProviderFailure> {
    const login = attributeValueOf(person, affixes);
    if (login === null || !LOGIN.test(login)) return { ok: false, code: 'provider/unknown-person' };
    const answer = await ask({ method: 'GET', path: '/user/', fields: { username: login, realm }, signal });
    if (!answer.ok) return answer;
    const read = users.safeParse(answer.gone ? null : answer.value);
    if (!read.success) return { ok: false, code: 'provider/unavailable' };
    const matching = read.data.filter(({ username }) => username === login);
    if (matching.length > 1) return { ok: false, code: 'provider/refused' }; // one login in two resolvers
    return matching.length === 0 ? { ok: false, code: 'provider/unknown-person' } : { ok: true, login };
  }

  /** The serial of the hub's own token for a person; `X` for the exemption, `C` for the code. */
  function serialOf(purpose: 'X' | 'C', login: string): string {
    const digest = createHash('sha256').update(`${realm}\0${login}`).digest('hex').slice(0, 32);
    return `${serialPrefix}${purpose}${digest.toUpperCase()}`;
  }
  const isOwn = (serial: string): boolean => serial.startsWith(`${serialPrefix}X`);

  const remove = (serial: string, signal: AbortSignal): Promise<PrivacyIdeaAnswer> =>
    ask({ method: 'DELETE', path: `/token/${encodeURIComponent(serial)}`, signal });

  async function enrol<T extends z.infer<typeof created>>(
    fields: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly detail: T } | ProviderFailure> {
    const answer = await ask({ method: 'POST', path: '/token/init', fields: { ...fields, realm }, signal });
    if (!answer.ok) return answer;
    const read = schema.safeParse(answer.gone ? null : answer.detail);
    if (!read.success) return { ok: false, code: 'provider/unavailable' };
    if (fields.serial === undefined || read.data.serial === fields.serial)
      return { ok: true, detail: read.data };
    // A token under another serial would never be found again: it goes at once.
    if (read.data.serial !== undefined) await remove(read.data.serial, signal);
    return { ok: false, code: 'provider/refused' };
  }

  async function exemption(login: string, signal: AbortSignal) {
    const found = await searchTokens(ask, { serial: serialOf('X', login), tokenrealm: realm }, 1, signal);
    if (!found.ok) return found;
    const [token] = found.tokens;
    if (token === undefined) return { ok: true as const, state: 'absent' as const };
    if (token.serial !== serialOf('X', login) || token.tokentype !== 'spass')
      return { ok: false as const, code: 'provider/refused' as const };
    return {
      ok: true as const,
      state: isUsable(token) && token.username === login ? ('holds' as const) : ('broken' as const),
    };
  }

  /** What is kept of an exemption is its token: that is removed by its serial, whatever became of the person's login. */
  const confirmed = (account?: string): ProviderAnswer => ({
    ok: true,
    propagatingUntil: propagatedAt(settings.propagationSeconds),
    ...(account === undefined ? {} : { account }),
  });

  return {
    kind: 'privacyidea',
    simulated: false,
    async suspend(person, signal) {
      const found = await find(person, signal);
      if (!found.ok) return found;
      const { login } = found;
      const account = serialOf('X', login);
      const held = await exemption(login, signal);
      if (!held.ok) return atAccount(held, account);
      if (held.state === 'holds') return confirmed(account);
      if (held.state === 'broken') {
        const removed = await remove(account, signal);
        if (!removed.ok) return atAccount(removed, account);
      }
      const pin = randomBytes(12).toString('hex');
      const fields = { type: 'spass', serial: account, user: login, pin, description: 'MFA suspended' };
      const made = await enrol(fields, created, signal);
      return made.ok ? confirmed(account) : atAccount(made, account);
    },
    async resume(person, signal) {
      const login = attributeValueOf(person, affixes);
      if (login === null || !LOGIN.test(login)) return { ok: false, code: 'provider/unknown-person' };
      // Also for somebody who left the user store: the token must not wait for their return.
      const account = serialOf('X', login);
      const removed = await remove(account, signal);
      if (!removed.ok) return removed;
      if (!removed.gone && removed.value !== 0) return confirmed(account);
      const found = await find(person, signal);
      return found.ok ? confirmed(account) : found;
    },
    /** A token that is gone exempts nobody. */
    async resumeAccount(account, signal) {
      if (!SERIAL.test(account) || !isOwn(account)) return { ok: false, code: 'provider/refused' };
      const removed = await remove(account, signal);
      return removed.ok ? confirmed() : removed;
    },
    async status(person, signal) {
      const found = await find(person, signal);
      if (!found.ok) return found;
      const held = await exemption(found.login, signal);
      return held.ok ? { ok: true, suspended: held.state === 'holds' } : held;
    },
    async listSuspended(signal) {
      const fields = { serial: `${serialPrefix}X*`, type: 'spass', tokenrealm: realm };
      const found = await searchTokens(ask, fields, settings.maximumSuspended, signal);
      if (!found.ok) return found;
      const logins = found.tokens
        .filter((token) => isOwn(token.serial) && isUsable(token))
        .map(({ username }) => username ?? '')
        .filter((login) => login !== ''); // nobody's token exempts nobody
      // Its word for a user store that is down: whose token it is can't be told now.
      if (logins.includes('**resolver error**')) return { ok: false, code: 'provider/unavailable' };
      const people = logins
        .map((login) => personOfAttribute(login, affixes))
        .filter((person) => person !== null);
      return suspendedPeople(logins.length, people);
    },
    async health(signal) {
      const fields = { pagesize: '1', page: '1', tokenrealm: realm };
      const answer = await ask({ method: 'GET', path: '/token/', fields, signal });
      return { ok: answer.ok };
    },
    async lookUp(person, signal): Promise<ProviderPerson | ProviderFailure> {
      const found = await find(person, signal);
      // A user store has accounts, not their state.
      return found.ok ? { ok: true, account: `${found.login}@${realm}`, enabled: true } : found;
    },
    async factors(person, signal) {
      const found = await find(person, signal);
      if (!found.ok) return found;
      const tokens = await searchTokens(ask, { user: found.login, realm }, MAXIMUM_TOKENS, signal);
      if (!tokens.ok) return tokens;
      return { ok: true, factors: tokens.tokens.filter(({ serial }) => !isOwn(serial)).map(factorOf) };
    },
    async resetFactor(person, factorId, signal) {
      const found = await find(person, signal);
      if (!found.ok) return found;
      if (!SERIAL.test(factorId) || isOwn(factorId)) return { ok: false, code: 'provider/refused' };
      // Somebody else's token isn't this person's to lose.
      const fields = { user: found.login, realm, serial: factorId };
      const tokens = await searchTokens(ask, fields, 1, signal);
      if (!tokens.ok) return tokens;
      if (tokens.tokens.length === 0) return { ok: true, propagatingUntil: null };
      const removed = await remove(factorId, signal);
      return removed.ok ? { ok: true, propagatingUntil: null } : removed;
    },
    async temporaryCode(person, minutes, signal) {
      if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAXIMUM_MINUTES)
        return { ok: false, code: 'provider/refused' };
      const found = await find(person, signal);
      if (!found.ok) return found;
      const serial = serialOf('C', found.login);
      const removed = await remove(serial, signal); // a code from before ends
      if (!removed.ok) return removed;
      // privacyIDEA knows whole minutes: `YYYY-MM-DDThh:mm+oooo`.
      const end = new Date(Math.floor(Date.now() / 60_000 + minutes) * 60_000).toISOString();
      const validity = `${end.slice(0, 16)}+0000`;
      const fields = { type: 'registration', serial, user: found.login, validity_period_end: validity };
      const made = await enrol(fields, registration, signal);
      return made.ok ? { ok: true, code: made.detail.registrationcode, validUntil: end } : made;
    },
    /** The old ones go first: were the new one made first and this cut short, a thief's phone would still work. */
    async initialiseTotp(person, signal) {
      const found = await find(person, signal);
      if (!found.ok) return found;
      const fields = { user: found.login, realm, type: 'totp' };
      const old = await searchTokens(ask, fields, MAXIMUM_TOKENS, signal);
      if (!old.ok) return old;
      for (const { serial, tokentype } of old.tokens) {
        if (tokentype !== 'totp') continue; // `type` is a pattern
        const removed = await remove(serial, signal);
        if (!removed.ok) return removed;
      }
      const wanted = {
        type: 'totp',
        user: found.login,
        genkey: '1',
        otplen: '6',
        timeStep: '30',
        hashlib: 'sha1',
      };
      const made = await enrol(wanted, totp, signal);
      return made.ok ? { ok: true, uri: made.detail.googleurl.value } : made;
    },
  };
}
