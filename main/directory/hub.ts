import type { z } from 'zod';
import type { Result } from '../../preload/contract/errors.ts';
import { factorResponse, verifyPasswordResponse } from '../exchange/directory-interface.ts';
import { areSendable, type Directory, type DirectoryAnswer, type UnavailableCause } from './directory.ts';
import type { DirectoryPerson } from './directory-person.ts';
import type { FactorAnswer, FactorRequest, FactorVerifier } from './second-factor.ts';

/** Asks the hub under this station's proof. */
export type AskHub = <Schema extends z.ZodType>(
  path: string,
  body: unknown,
  schema: Schema,
  signal: AbortSignal,
) => Promise<Result<z.output<Schema>>>;

/**
 * The hub asks the institution's directory on this station's behalf, so that neither its address nor a service account
 * is at a workstation. The password travels inside the line to the hub, which a production station accepts by TLS only.
 */
export function createHubDirectory(ask: AskHub): Directory & { readonly secondFactor: FactorVerifier } {
  const closing = new AbortController();
  const signalOf = (given: AbortSignal | undefined) =>
    AbortSignal.any([closing.signal, ...(given === undefined ? [] : [given])]);

  async function factor(
    path: string,
    request: FactorRequest & { readonly code?: string },
  ): Promise<FactorAnswer> {
    const { challenge, factorId, code, signal: given } = request;
    const signal = signalOf(given);
    const body = { challenge, factorId, ...(code === undefined ? {} : { code }) };
    const answer = await ask(path, body, factorResponse, signal);
    if (!answer.ok) return { answer: 'unavailable', cause: causeOf(answer.refusal.code, signal) };
    const { value } = answer;
    return value.answer === 'verified' && value.person !== null
      ? { answer: 'verified', person: personOf(value.person) }
      : (value as FactorAnswer);
  }

  return {
    kind: 'hub',
    async verify({ login, password, signal: given }): Promise<DirectoryAnswer> {
      if (!areSendable(login, password)) return { outcome: 'wrong' };
      const signal = signalOf(given);
      if (signal.aborted) return { outcome: 'unavailable', cause: 'cancelled' };
      const answer = await ask('/v1/directory/verify', { login, password }, verifyPasswordResponse, signal);
      if (!answer.ok) return { outcome: 'unavailable', cause: causeOf(answer.refusal.code, signal) };
      const { value } = answer;
      if (value.outcome === 'ok') return { outcome: 'ok', person: personOf(value.person) };
      if (value.outcome === 'unavailable') return value;
      const { outcome, challenge } = value;
      return challenge === undefined ? { outcome } : { outcome, challenge };
    },
    secondFactor: {
      send: (request) => factor('/v1/directory/factor/send', request),
      verify: (request) => factor('/v1/directory/factor/verify', request),
    },
    async close() {
      closing.abort();
    },
  };
}

function causeOf(code: string, signal: AbortSignal): UnavailableCause {
  if (signal.aborted) return 'cancelled';
  if (code === 'call/flood' || code === 'sign-in/wait' || code === 'sign-in/too-many-failures') return 'busy';
  return code === 'hub/needed' || code === 'hub/unreachable' ? 'network' : 'configuration';
}

function personOf({
  kana,
  ...person
}: Omit<DirectoryPerson, 'kana'> & { readonly kana?: string | undefined }): DirectoryPerson {
  return kana === undefined ? person : { ...person, kana };
}
