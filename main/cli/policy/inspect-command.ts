import { diffPolicies } from './diff-policies.ts';
import { inspectBundle } from './inspect-bundle.ts';
import { inspectLines } from './inspect-lines.ts';
import { readPublicKeys } from './policy-key-files.ts';
import { type CommonOptions, note, noteProblems, say, sayJson, speechOf } from './policy-output.ts';
import { readPolicySource } from './policy-source.ts';

/** `policy inspect`: what a bundle or a file says. Exit status 1 when a signature is wrong or it is no policy. */
export async function inspectFromCommandLine(
  path: string,
  options: CommonOptions & { readonly key: readonly string[]; readonly json: boolean },
): Promise<number> {
  const speech = speechOf(options);
  const at = new Date();
  const keys = await readPublicKeys(options.key);
  if ('problem' in keys) {
    noteProblems([keys.problem], path, speech);
    return 1;
  }
  const source = await readPolicySource(path, at);
  if (source.kind === 'unreadable') {
    noteProblems(source.problems, path, speech);
    return 1;
  }
  if (source.kind === 'file') {
    noteProblems(source.warnings, path, speech);
    if (options.json) sayJson(source.policy);
    else for (const line of inspectLines(source.policy, null, at, speech)) say(line);
    return 0;
  }
  const inspected = inspectBundle(source.bundle, keys.keys, at);
  if (options.json) sayJson(inspected);
  else if (inspected.policy === null) say(speech.say('inspect.none'));
  else for (const line of inspectLines(inspected.policy, inspected, at, speech)) say(line);
  if (!options.json) noteProblems(inspected.problems, path, speech);
  return inspected.policy === null || inspected.signature === 'wrong' ? 1 : 0;
}

/** `policy diff`: what changes, in words. Exit status 1 when something becomes more permissive, 2 when a file is unreadable. */
export async function diffFromCommandLine(
  beforePath: string,
  afterPath: string,
  options: CommonOptions & { readonly json: boolean },
): Promise<number> {
  const speech = speechOf(options);
  const policies = [];
  for (const path of [beforePath, afterPath]) {
    const source = await readPolicySource(path, new Date());
    if (source.kind === 'unreadable') noteProblems(source.problems, path, speech);
    else if (source.policy === null) note(speech.say('explain.source-unreadable', { path }));
    else policies.push(source.policy);
  }
  const [before, after] = policies;
  if (before === undefined || after === undefined) return 2;
  const changes = diffPolicies(before, after);
  const opening = changes.filter(({ effect }) => effect === 'opens').length;
  if (options.json) sayJson({ opens: opening > 0, changes });
  else {
    for (const wanted of ['opens', 'closes', 'other'] as const) {
      for (const { code, parameters } of changes.filter(({ effect }) => effect === wanted)) {
        say(`${speech.say(`diff.${wanted}`)}: ${speech.say(`change.${code}`, parameters)}`);
      }
    }
    const conclusion = changes.length === 0 ? 'diff.same' : opening > 0 ? 'diff.opening' : 'diff.not-opening';
    say(speech.say(conclusion, { count: opening }));
  }
  return opening > 0 ? 1 : 0;
}
