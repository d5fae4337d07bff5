import { channels } from './channels.ts';
import { type ErrorParameters, errorCodes, type Result, refuse } from './contract/errors.ts';
import type { ConnectionState, EventName } from './contract/events.ts';
import type { ProcedureName } from './contract/procedures.ts';
import type { MadoguchiWindow } from './contract/window-api.ts';

/** The part of Electron's `ipcRenderer` that the bridge uses. */
export interface FaceChannel {
  invoke(channel: string, ...values: readonly unknown[]): Promise<unknown>;
  on(channel: string, listener: (event: unknown, ...values: readonly unknown[]) => void): unknown;
}

/** Answers that the page has not asked for by then are thrown away. */
const keptMilliseconds = 1000;

/**
 * Makes `window.madoguchi` over the face's channels. Nothing of Electron reaches the page: only one way
 * to call and copies of events. Which calls exist is judged where they are answered, in the agent.
 *
 * `firstQuestions` take no input; they are asked as soon as the agent is there, while the page's own script still comes. The
 * page gets each of these answers once, unless something was told meanwhile.
 */
export function createBridge(
  face: FaceChannel,
  firstQuestions: readonly ProcedureName[] = [],
): MadoguchiWindow {
  const listeners = new Map<string, Set<(event: never) => void>>();
  const connectionListeners = new Set<(state: ConnectionState) => void>();
  let connection: ConnectionState = 'connecting';
  const ahead = new Map<string, Promise<Result<unknown>>>();
  let askedAhead = false;
  const ask = async (name: ProcedureName, input: unknown): Promise<Result<unknown>> => {
    try {
      return asResult(await face.invoke(channels.call, name, input));
    } catch {
      return refuse('call/failed');
    }
  };
  const askAhead = () => {
    if (askedAhead) return;
    askedAhead = true;
    for (const name of firstQuestions) ahead.set(name, ask(name, {}));
    setTimeout(() => ahead.clear(), keptMilliseconds);
  };
  face.on(channels.event, (_, name, event) => {
    if (typeof name !== 'string') return;
    ahead.clear();
    for (const listener of listeners.get(name) ?? []) listener(event as never);
  });
  face.on(channels.connection, (_, state) => {
    if (state !== 'connecting' && state !== 'connected' && state !== 'lost') return;
    connection = state;
    ahead.clear();
    if (state === 'connected') askAhead();
    for (const listener of connectionListeners) listener(state);
  });
  const bridge: MadoguchiWindow = {
    async call(name: ProcedureName, input: unknown) {
      if (typeof name !== 'string') return refuse('call/unknown-procedure');
      const early = isEmpty(input) ? ahead.get(name) : undefined;
      ahead.delete(name);
      return (await (early ?? ask(name, input))) as Result<never>;
    },
    on(name: EventName, listener) {
      const set = listeners.get(name) ?? new Set();
      set.add(listener);
      listeners.set(name, set);
      return () => {
        set.delete(listener);
      };
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      listener(connection);
      return () => {
        connectionListeners.delete(listener);
      };
    },
  };
  return bridge;
}

function isEmpty(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Object.keys(input).length === 0;
}

/** Only what a result may be gets through to the page; everything else is a failed call. */
function asResult(value: unknown): Result<unknown> {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return refuse('call/failed');
  if (value.ok === true && 'value' in value) return { ok: true, value: value.value };
  if (value.ok === false && 'refusal' in value) return asRefusal(value.refusal) ?? refuse('call/failed');
  return refuse('call/failed');
}

function asRefusal(value: unknown): Result<never> | null {
  if (typeof value !== 'object' || value === null || !('code' in value)) return null;
  const code = errorCodes.find((one) => one === value.code);
  if (code === undefined) return null;
  const parameters = 'parameters' in value ? value.parameters : undefined;
  return isParameters(parameters) ? refuse(code, parameters) : refuse(code);
}

function isParameters(value: unknown): value is ErrorParameters {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => ['string', 'number', 'boolean'].includes(typeof one))
  );
}
