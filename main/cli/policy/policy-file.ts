import { readFile, stat } from 'node:fs/promises';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type PolicyDocument, policyDocument } from '../../exchange/policy-document.ts';
import { checkPolicy } from './check-policy.ts';
import { expandPolicyFile } from './expand-policy-file.ts';
import { policyFile } from './policy-file-schema.ts';
import type { PolicyPath, PolicyProblem, PolicyProblemCode } from './policy-problem.ts';
import { problemsOf } from './schema-problems.ts';

const largestFile = 2 * 1024 * 1024;

export type PolicyFileReading =
  | {
      readonly read: true;
      readonly policy: PolicyDocument;
      readonly warnings: readonly PolicyProblem[];
      /** Start and end of the version's number in the file's text. */
      readonly versionAt: readonly [number, number] | null;
    }
  | { readonly read: false; readonly problems: readonly PolicyProblem[] };

/** Reads a bounded text file; null and a problem otherwise. */
export async function readBoundedText(
  path: string,
): Promise<{ readonly text: string } | { readonly problem: PolicyProblem }> {
  const problem = (code: PolicyProblemCode) => ({
    problem: { code, severity: 'error' as const, path: [], parameters: { path } },
  });
  try {
    if ((await stat(path)).size > largestFile) return problem('file-too-large');
    return { text: await readFile(path, 'utf8') };
  } catch {
    return problem('file-unreadable');
  }
}

/**
 * Reads a policy as IT writes it: YAML 1.2, of which JSON is a part. Every problem has its place in the file. `now` is
 * the issue date of a policy that names none.
 */
export function readPolicyText(text: string, now: Date): PolicyFileReading {
  const lines = new LineCounter();
  const source = parseDocument(text, { lineCounter: lines });
  const failed = source.errors.map(({ code, pos }): PolicyProblem => {
    const { line, col } = lines.linePos(pos[0]);
    return {
      code: code === 'DUPLICATE_KEY' ? 'file-key-twice' : 'file-not-readable-text',
      severity: 'error',
      path: [],
      parameters: {},
      position: { line, column: col },
    };
  });
  // What follows the first of them mostly follows from it.
  if (failed.length > 0) return { read: false, problems: failed.slice(0, 1) };
  const value = plainValue(source);
  const placed = (problem: PolicyProblem, at: PolicyPath = problem.path): PolicyProblem => {
    const offset = offsetOf(source, at);
    if (offset === null) return problem;
    const { line, col } = lines.linePos(offset);
    return { ...problem, position: { line, column: col } };
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { read: false, problems: [placed(wholeFile('file-not-policy'))] };
  }
  const file = policyFile.safeParse(value);
  if (!file.success)
    return { read: false, problems: problemsOf(file.error, value).map((one) => placed(one)) };

  const expanded = expandPolicyFile(file.data, now);
  if (expanded.problems.length > 0)
    return { read: false, problems: expanded.problems.map((one) => placed(one)) };
  /** Where the file says what the document has at `path`. */
  const inFile = (path: PolicyPath): PolicyPath => {
    const origin = expanded.origins
      .filter(({ document }) => document.every((key, index) => path[index] === key))
      .sort((one, other) => other.document.length - one.document.length)[0];
    return origin === undefined ? path : [...origin.file, ...path.slice(origin.document.length)];
  };
  const placedInFile = (problem: PolicyProblem) => placed(problem, inFile(problem.path));
  const document = policyDocument.safeParse(expanded.value);
  if (!document.success) {
    return { read: false, problems: problemsOf(document.error, expanded.value).map(placedInFile) };
  }
  const found = checkPolicy(document.data, now).map(placedInFile);
  if (found.some(({ severity }) => severity === 'error')) return { read: false, problems: found };
  const version = source.getIn(['version'], true);
  const range = isScalar(version) ? version.range : null;
  return {
    read: true,
    policy: document.data,
    warnings: found,
    versionAt: range === null || range === undefined ? null : [range[0], range[1]],
  };
}

function wholeFile(code: PolicyProblemCode): PolicyProblem {
  return { code, severity: 'error', path: [], parameters: {} };
}

/** The value that the text says; null when its aliases make more of it than a policy can be. */
function plainValue(source: Document): unknown {
  try {
    return source.toJS({ maxAliasCount: 100 });
  } catch {
    return null;
  }
}

/** Where a place begins in the text: its key where it has one, otherwise the nearest place around it. */
function offsetOf(source: Document, path: PolicyPath): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const at = path.slice(0, length);
    const parent = length === 0 ? source.contents : source.getIn(at.slice(0, -1), true);
    const name = at.at(-1);
    if (isMap(parent) && name !== undefined) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === name);
      if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
    }
    const node = length === 0 ? source.contents : source.getIn(at, true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return null;
}
