import { access } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  ExemptNetwork,
  ExemptNetworks,
  Provider,
  ProviderAnswer,
  ProviderFactor,
  ProviderFailure,
} from './provider.ts';
import {
  factorsNow,
  newFactorId,
  noFactorsChanged,
  type SimulatedFactors,
  simulatedCode,
  simulatedTotp,
  withFactor,
  withoutFactor,
} from './simulated-factors.ts';
import {
  accountOf,
  readState,
  type SimulatedChange,
  type SimulatedState,
  writeState,
} from './simulated-state.ts';
import { suspendedPeople } from './suspended-people.ts';

export interface SimulatedProviderOptions {
  /** Where its state lies, as JSON. Beside it, a file `<path>.outage` makes every call unavailable while it exists. */
  readonly path: string;
  /** How long each call takes, in milliseconds. */
  readonly latencyMs?: number;
  /** How long a suspension takes to reach every service, in milliseconds; reported, not simulated. */
  readonly propagationMs?: number;
  /** Answers for everyone else `provider/unknown-person`; without it everybody is known. */
  readonly knows?: (person: string) => boolean;
  /**
   * The methods that a person has from the beginning; without it factors can neither be asked for nor changed, nor codes
   * be issued.
   */
  readonly factorsOf?: (person: string) => readonly ProviderFactor[];
  readonly now?: () => Date;
}

export interface SimulatedProvider extends Provider {
  readonly kind: 'simulated';
  readonly simulated: true;
  /** Starts or ends an outage; `retryAfterMs` is what its answers then say. */
  setOutage(outage: boolean, retryAfterMs?: number): void;
  /** The latest changes, oldest first, at most {@link maximumHistory}. */
  history(): Promise<readonly SimulatedChange[]>;
  readonly exemptNetworks: ExemptNetworks;
  /** Does what an administrator does who gives a person's account to somebody else, to nobody (null), or removes it. */
  giveAccount(person: string, to: string | null | 'removed'): Promise<void>;
  /** Does what an administrator of a real provider does in its console: says which networks are exempt. */
  setExemptNetworks(networks: readonly ExemptNetwork[]): Promise<void>;
}

export const maximumHistory = 500;
/** How its accounts are called outside, so that nobody takes one for a person. */
const accountPrefix = 'simulated:';
const removed = 'removed';

/**
 * A provider that changes nothing outside one file: for demonstrations and tests, refused in production. Its state is
 * written atomically (a new file, synced, renamed over the old), so it survives restarts and never tears. One process
 * at a time may use one path.
 */
export function createSimulatedProvider(options: SimulatedProviderOptions): SimulatedProvider {
  const { path, factorsOf } = options;
  const now = options.now ?? (() => new Date());
  let outage: { readonly retryAfterMs: number | null } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  }

  async function unavailable(signal: AbortSignal): Promise<ProviderFailure | null> {
    const failure: ProviderFailure = { ok: false, code: 'provider/unavailable' };
    try {
      await delay(options.latencyMs ?? 0, undefined, { signal });
    } catch {
      return failure;
    }
    if (outage !== null) {
      return outage.retryAfterMs === null ? failure : { ...failure, retryAfterMs: outage.retryAfterMs };
    }
    return (await exists(`${path}.outage`)) ? failure : null;
  }

  /** `find` says which account is meant; null where there is none. */
  async function change(
    find: (state: SimulatedState) => string | null,
    suspend: boolean,
    signal: AbortSignal,
  ): Promise<ProviderAnswer> {
    const failure = await unavailable(signal);
    if (failure !== null) return failure;
    const account = await inOrder(async () => {
      const state = await readState(path);
      const person = find(state);
      if (person === null || Object.hasOwn(state.suspended, person) === suspend) return person;
      const at = now().toISOString();
      const { [person]: _, ...others } = state.suspended;
      await writeState(path, {
        ...state,
        suspended: suspend ? { ...others, [person]: at } : others,
        history: [
          ...state.history,
          { person, change: suspend ? ('suspended' as const) : ('resumed' as const), at },
        ].slice(-maximumHistory),
      });
      return person;
    });
    if (account === null) return { ok: false, code: 'provider/unknown-person' };
    const propagationMs = options.propagationMs ?? 0;
    return {
      ok: true,
      propagatingUntil:
        suspend && propagationMs > 0 ? new Date(now().getTime() + propagationMs).toISOString() : null,
      account: `${accountPrefix}${account}`,
    };
  }

  const findPerson = (person: string) => (state: SimulatedState) =>
    options.knows?.(person) === false ? null : accountOf(state, person);

  /** One change of a person's factors, noted like every other. */
  async function changeFactors<Value>(
    person: string,
    what: SimulatedChange['change'],
    signal: AbortSignal,
    work: (factors: SimulatedFactors) => { readonly factors: SimulatedFactors; readonly value: Value },
  ): Promise<{ readonly ok: true; readonly value: Value } | ProviderFailure> {
    const failure = await unavailable(signal);
    if (failure !== null) return failure;
    if (options.knows?.(person) === false) return { ok: false, code: 'provider/unknown-person' };
    return inOrder(async () => {
      const state = await readState(path);
      const before = state.factors ?? noFactorsChanged;
      const { factors, value } = work(before);
      if (factors !== before || what === 'code-issued') {
        const entry: SimulatedChange = { person, change: what, at: now().toISOString() };
        const history = [...state.history, entry].slice(-maximumHistory);
        await writeState(path, { ...state, factors, history });
      }
      return { ok: true as const, value };
    });
  }

  return {
    kind: 'simulated',
    simulated: true,
    suspend: (person, signal) => change(findPerson(person), true, signal),
    resume: (person, signal) => change(findPerson(person), false, signal),
    async resumeAccount(account, signal) {
      if (!account.startsWith(accountPrefix)) return { ok: false, code: 'provider/refused' };
      const key = account.slice(accountPrefix.length);
      const find = ({ holders = {} }: SimulatedState) => {
        const there = Object.hasOwn(holders, key) ? holders[key] !== removed : options.knows?.(key) !== false;
        return there ? key : null;
      };
      return change(find, false, signal);
    },
    async status(person, signal) {
      const failure = await unavailable(signal);
      if (failure !== null) return failure;
      const state = await inOrder(() => readState(path));
      const account = findPerson(person)(state);
      if (account === null) return { ok: false, code: 'provider/unknown-person' };
      return { ok: true, suspended: Object.hasOwn(state.suspended, account) };
    },
    async lookUp(person, signal) {
      const failure = await unavailable(signal);
      if (failure !== null) return failure;
      const account = findPerson(person)(await inOrder(() => readState(path)));
      return account === null
        ? { ok: false, code: 'provider/unknown-person' }
        : { ok: true, account: `${accountPrefix}${account}`, enabled: true };
    },
    async listSuspended(signal) {
      const failure = await unavailable(signal);
      if (failure !== null) return failure;
      const { suspended, holders = {} } = await inOrder(() => readState(path));
      const accounts = Object.keys(suspended);
      return suspendedPeople(
        accounts.length,
        accounts
          .map((account) => (Object.hasOwn(holders, account) ? holders[account] : account))
          .filter(isText),
      );
    },
    async health(signal) {
      return { ok: (await unavailable(signal)) === null };
    },
    ...(factorsOf === undefined
      ? {}
      : {
          async factors(person: string, signal: AbortSignal) {
            const failure = await unavailable(signal);
            if (failure !== null) return failure;
            if (options.knows?.(person) === false)
              return { ok: false as const, code: 'provider/unknown-person' as const };
            const { factors } = await inOrder(() => readState(path));
            const known = factorsNow(factors ?? noFactorsChanged, person, factorsOf(person));
            return { ok: true as const, factors: known };
          },
          async resetFactor(person: string, factorId: string, signal: AbortSignal) {
            const answer = await changeFactors(person, 'factor-removed', signal, (factors) => {
              const known = factorsNow(factors, person, factorsOf(person));
              const there = known.some(({ id }) => id === factorId);
              return { factors: there ? withoutFactor(factors, person, factorId) : factors, value: null };
            });
            return answer.ok ? { ok: true as const, propagatingUntil: null } : answer;
          },
          async initialiseTotp(person: string, signal: AbortSignal) {
            const factor: ProviderFactor = {
              id: newFactorId(),
              kind: 'totp',
              label: '',
              counts: true,
              registeredAt: now().toISOString(),
            };
            const answer = await changeFactors(person, 'totp-issued', signal, (factors) => {
              const old = factorsNow(factors, person, factorsOf(person)).filter(
                ({ kind }) => kind === 'totp',
              );
              const without = old.reduce((rest, { id }) => withoutFactor(rest, person, id), factors);
              return { factors: withFactor(without, person, factor), value: simulatedTotp(person) };
            });
            return answer.ok ? answer.value : answer;
          },
          async temporaryCode(person: string, minutes: number, signal: AbortSignal) {
            const answer = await changeFactors(person, 'code-issued', signal, (factors) => ({
              factors,
              value: simulatedCode(minutes, now()),
            }));
            return answer.ok ? answer.value : answer;
          },
        }),
    setOutage(value, retryAfterMs) {
      outage = value ? { retryAfterMs: retryAfterMs ?? null } : null;
    },
    exemptNetworks: {
      async list(signal) {
        const failure = await unavailable(signal);
        if (failure !== null) return failure;
        return { ok: true, networks: (await inOrder(() => readState(path))).networks ?? [] };
      },
    },
    giveAccount: (person, to) =>
      inOrder(async () => {
        const state = await readState(path);
        const account = accountOf(state, person);
        if (account === null) throw new Error('nobody has such an account');
        const { [account]: _, ...suspended } = state.suspended;
        await writeState(path, {
          ...state,
          suspended: to === removed ? suspended : state.suspended,
          holders: { ...state.holders, [account]: to },
        });
      }),
    setExemptNetworks: (networks) =>
      inOrder(async () => writeState(path, { ...(await readState(path)), networks })),
    async history() {
      return (await inOrder(() => readState(path))).history;
    },
  };
}

const isText = (value: string | null | undefined): value is string => typeof value === 'string';

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
