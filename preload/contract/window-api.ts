import type { Result } from './errors.ts';
import type { ConnectionState, EventName, EventOf } from './events.ts';
import type { InputOf, OutputOf, ProcedureName } from './procedures.ts';

/** What the renderer sees as `window.madoguchi`. */
export interface MadoguchiWindow {
  /** Calls a procedure of the agent. Never throws: an unreachable agent is `agent/unreachable`. */
  call<Name extends ProcedureName>(name: Name, input: InputOf<Name>): Promise<Result<OutputOf<Name>>>;
  /** Listens to one kind of event; returns the function that stops it. */
  on<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void;
  /** The face's connection to its agent, at once and at every change. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
}
