import { AsyncLocalStorage } from 'node:async_hooks';

/** Which connection of a face a call came over: a name that the server gives to each, and never gives again. */
export type ConnectionId = string;

const calling = new AsyncLocalStorage<ConnectionId>();

/** Answers a call: whatever `work` sets off knows the connection that asked for it. */
export function duringCallOf<Value>(connection: ConnectionId, work: () => Value): Value {
  return calling.run(connection, work);
}

/** The connection whose call is being answered; null where no face asked, as at the agent's start. */
export function callingConnection(): ConnectionId | null {
  return calling.getStore() ?? null;
}
