import { readFileSync } from 'node:fs';
import en from '../../../preload/contract/messages/en.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/ja.json' with { type: 'json' };
import type { Language } from '../../../preload/contract/models/base.ts';
import { role } from '../../../preload/contract/models/lab.ts';
import { type PublicJwk, publicJwk } from '../../exchange/signing-key.ts';
import { explainExemption } from './explain-exemption.ts';
import { inspectBundle } from './inspect-bundle.ts';
import type { PolicyProblem } from './policy-problem.ts';
import { signPolicyFile } from './sign-policy-file.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One problem per line: its severity, code, place and figures. */
function describe({ severity, code, path, parameters }: PolicyProblem): string {
  const figures = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return [severity, code, path, ...figures].filter((word) => word !== '').join(' ');
}

/** Public keys as JWK files, as the hub was initialised with. */
function readKeys(paths: readonly string[]): PublicJwk[] {
  return paths.map((path) => publicJwk.parse(JSON.parse(readFileSync(path, 'utf8'))));
}

/** `policy sign`: the bundle on standard output, problems on standard error. Exit status 1 when it was not signed. */
export async function signFromCommandLine(file: string, options: { readonly key: string }): Promise<number> {
  const signed = await signPolicyFile(file, options.key);
  const problems = signed.signed ? signed.warnings : signed.problems;
  for (const problem of problems) process.stderr.write(`${describe(problem)}\n`);
  if (!signed.signed) return 1;
  say(signed.bundle);
  return 0;
}

/** `policy inspect`: what a bundle says, as JSON. Exit status 1 when its signature is wrong or it is no policy. */
export function inspectFromCommandLine(file: string, options: { readonly key: readonly string[] }): number {
  const inspected = inspectBundle(readFileSync(file, 'utf8'), readKeys(options.key), new Date());
  say(JSON.stringify(inspected, null, 2));
  return inspected.policy === null || inspected.signature === 'wrong' ? 1 : 0;
}

export interface ExplainOptions {
  readonly key: readonly string[];
  readonly institution: string;
  readonly station: string;
  readonly address: readonly string[];
  readonly person?: string;
  readonly role: readonly string[];
  readonly at?: string;
  readonly language: string;
}

/** `policy explain`: the decision at a station with its reasons. Exit status 0 when exempt, 1 when not. */
export function explainFromCommandLine(file: string, options: ExplainOptions): number {
  const language: Language = options.language === 'ja' ? 'ja' : 'en';
  const sentences: Readonly<Record<string, string>> = language === 'ja' ? ja : en;
  const { decision, lines } = explainExemption({
    bundle: readFileSync(file, 'utf8'),
    keys: readKeys(options.key),
    institution: options.institution,
    station: { name: options.station, kind: 'lab' },
    addresses: options.address,
    at: options.at === undefined ? new Date() : new Date(options.at),
    person:
      options.person === undefined
        ? null
        : { id: options.person, roles: options.role.map((one) => role.parse(one)) },
    language,
    message: (key) => sentences[key] ?? key,
  });
  say(sentences[decision.exempt ? 'exemption.holds' : 'exemption.holds-not'] ?? '');
  for (const line of lines) say(line);
  return decision.exempt ? 0 : 1;
}
