import type { z } from 'zod';
import type { PolicyPath, PolicyProblem, PolicyProblemCode } from './policy-problem.ts';

type Issue = z.core.$ZodIssue;

/** What a schema found wrong, one problem for each thing that a person would mend. */
export function problemsOf(error: z.ZodError, value: unknown): readonly PolicyProblem[] {
  return error.issues.flatMap((issue) => fromIssue(issue, value, []));
}

function fromIssue(issue: Issue, value: unknown, before: PolicyPath): readonly PolicyProblem[] {
  const path = [...before, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  const problem = (code: PolicyProblemCode, parameters: PolicyProblem['parameters'] = {}): PolicyProblem => ({
    code,
    severity: 'error',
    path,
    parameters,
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ ...problem('field-unknown', { name: key }), path: [...path, key] }));
    case 'invalid_type':
      return [
        valueAt(value, path) === undefined
          ? problem('field-missing', { name: String(path.at(-1) ?? '') })
          : problem('wrong-kind', { expected: issue.expected }),
      ];
    case 'invalid_value':
      return [
        valueAt(value, path) === undefined
          ? problem('field-missing', { name: String(path.at(-1) ?? '') })
          : problem('not-allowed-value', {
              text: shown(valueAt(value, path)),
              allowed: issue.values.map(String).join(', '),
            }),
      ];
    case 'invalid_format':
      return [problem('wrong-form', { text: shown(valueAt(value, path)) })];
    case 'too_small':
      return [problem('too-small', { minimum: Number(issue.minimum) })];
    case 'too_big':
      return [problem('too-large', { maximum: Number(issue.maximum) })];
    case 'invalid_union':
      return fromUnion(issue, value, path, problem('wrong-form', { text: shown(valueAt(value, path)) }));
    default:
      return [problem('schema', { detail: issue.message })];
  }
}

/** Of several forms the one that was meant: the first that differs deeper than at its root. */
function fromUnion(
  issue: Extract<Issue, { readonly code: 'invalid_union' }>,
  value: unknown,
  path: PolicyPath,
  otherwise: PolicyProblem,
): readonly PolicyProblem[] {
  if (valueAt(value, path) === undefined) {
    return [{ ...otherwise, code: 'field-missing', parameters: { name: String(path.at(-1) ?? '') } }];
  }
  const meant = issue.errors.find((issues) => issues.every(({ path: at }) => at.length > 0));
  return meant === undefined || meant.length === 0
    ? [otherwise]
    : meant.flatMap((one) => fromIssue(one, value, path));
}

function valueAt(value: unknown, path: PolicyPath): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? Object.getOwnPropertyDescriptor(at, key)?.value
        : undefined,
    value,
  );
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (text ?? '').slice(0, 60);
}
