import { type PolicyDocument, policyDocument } from '../../exchange/policy-document.ts';
import { readBoundedText, readPolicyText } from './policy-file.ts';
import type { PolicyProblem } from './policy-problem.ts';

/** A policy from a file, signed or not. The signature is not checked here. */
export type PolicySource =
  | { readonly kind: 'bundle'; readonly bundle: string; readonly policy: PolicyDocument | null }
  | { readonly kind: 'file'; readonly policy: PolicyDocument; readonly warnings: readonly PolicyProblem[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly PolicyProblem[] };

/** Reads a signed bundle, or a policy as IT writes it. */
export async function readPolicySource(path: string, now: Date): Promise<PolicySource> {
  const source = await readBoundedText(path);
  if ('problem' in source) return { kind: 'unreadable', problems: [source.problem] };
  const text = source.text.trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) {
    return { kind: 'bundle', bundle: text, policy: readUnverifiedPolicy(text) };
  }
  const reading = readPolicyText(source.text, now);
  return reading.read
    ? { kind: 'file', policy: reading.policy, warnings: reading.warnings }
    : { kind: 'unreadable', problems: reading.problems };
}

/** What a bundle says, whoever signed it; null when it is no policy. */
export function readUnverifiedPolicy(bundle: string): PolicyDocument | null {
  const payload = bundle.split('.')[1] ?? '';
  try {
    return policyDocument.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  } catch {
    return null;
  }
}
