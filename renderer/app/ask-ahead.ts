import type { Result } from '../../preload/contract/errors.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../preload/contract/procedures.ts';

/** An answer that nobody has taken by then is thrown away: the first screen wanted none. */
const keptMilliseconds = 1000;

let answers: { readonly [Name in ProcedureName]?: Promise<Result<OutputOf<Name>>> } = {};

/** Asks what a lab workstation's first screen will ask, while React still starts. An event makes the answers old. */
export function askAhead(): void {
  const { madoguchi } = window;
  const forget = () => {
    answers = {};
  };
  let asked = false;
  madoguchi.onConnection((connection) => {
    if (connection !== 'connected') return forget();
    if (asked) return;
    asked = true;
    answers = {
      'station.status': madoguchi.call('station.status', {}),
      'lab.exemption': madoguchi.call('lab.exemption', {}),
      'lab.session': madoguchi.call('lab.session', {}),
    };
    setTimeout(forget, keptMilliseconds);
  });
  madoguchi.on('station', forget);
  madoguchi.on('session', forget);
}

/** Asks a procedure, or takes the answer that was asked for ahead; each of those is taken once. */
export function ask<Name extends ProcedureName>(
  name: Name,
  input: InputOf<Name>,
): Promise<Result<OutputOf<Name>>> {
  const { [name]: ahead, ...others } = answers;
  answers = others;
  return ahead ?? window.madoguchi.call(name, input);
}
