import type { PolicyProblem } from './policy-problem.ts';
import { languageOfTerminal, type PolicySpeech, policySpeech, problemLine } from './policy-sentences.ts';

/** What every policy command takes. */
export interface CommonOptions {
  readonly language?: string;
}

export function speechOf(options: CommonOptions): PolicySpeech {
  return policySpeech(languageOfTerminal(options.language));
}

/** One line of the answer. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line about the work, which is no part of the answer. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function noteProblems(problems: readonly PolicyProblem[], path: string, speech: PolicySpeech): void {
  for (const problem of problems) note(problemLine(problem, path, speech));
}

export function sayJson(value: unknown): void {
  say(JSON.stringify(value, null, 2));
}
