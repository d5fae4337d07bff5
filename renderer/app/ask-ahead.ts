import type { Result } from '../../preload/contract/errors.ts';
import type { ConnectionState } from '../../preload/contract/events.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../preload/contract/procedures.ts';

/** An answer that nobody has taken by then is thrown away: the first screen wanted none. */
const keptMilliseconds = 1000;

/** What a lab workstation's first screen asks. */
const firstQuestions = [
  'station.status',
  'lab.exemption',
  'lab.session',
  'lab.factorOffered',
  'lab.wipe',
] as const satisfies readonly ProcedureName[];

let asked: { readonly [Name in ProcedureName]?: Promise<Result<OutputOf<Name>>> } = {};
let answered: { readonly [Name in ProcedureName]?: OutputOf<Name> } = {};
let age = 0;

/**
 * Asks what a lab workstation's first screen will ask, while the rest of the page still comes. An event makes the answers
 * old. The promise holds once all are answered; it never does without an agent.
 */
export function askAhead(): Promise<void> {
  const { madoguchi } = window;
  const forget = () => {
    asked = {};
    answered = {};
    age += 1;
  };
  madoguchi.on('station', forget);
  madoguchi.on('session', forget);
  madoguchi.on('wipe', forget);
  return new Promise((resolve) => {
    let begun = false;
    madoguchi.onConnection((connection) => {
      if (connection !== 'connected') return forget();
      if (begun) return;
      begun = true;
      setTimeout(forget, keptMilliseconds);
      void Promise.all(firstQuestions.map(askOne)).then(() => resolve());
    });
  });
}

async function askOne<Name extends (typeof firstQuestions)[number]>(name: Name): Promise<void> {
  const since = age;
  const answer = window.madoguchi.call(name, {} as InputOf<Name>);
  asked = { ...asked, [name]: answer };
  const { ok, ...rest } = await answer;
  if (ok && since === age && 'value' in rest) answered = { ...answered, [name]: rest.value };
}

/** Asks a procedure, or takes the answer that was asked for ahead; each of those is taken once. */
export function ask<Name extends ProcedureName>(
  name: Name,
  input: InputOf<Name>,
): Promise<Result<OutputOf<Name>>> {
  const { [name]: ahead, ...others } = asked;
  asked = others;
  return ahead ?? window.madoguchi.call(name, input);
}

/** An answer that is here already, for a first picture that needs no second; undefined where none is. */
export function answeredAhead<Name extends ProcedureName>(name: Name): OutputOf<Name> | undefined {
  return answered[name];
}

/** Grows with whatever makes answers old: between two equal ones, nothing was told. */
export function answersAge(): number {
  return age;
}

/** How the connection to the agent stands at this moment. */
export function connectionNow(): ConnectionState {
  let state: ConnectionState = 'connecting';
  window.madoguchi.onConnection((now) => {
    state = now;
  })();
  return state;
}
