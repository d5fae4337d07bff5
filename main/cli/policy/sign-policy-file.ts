import { readFile, stat } from 'node:fs/promises';
import { type PolicyDocument, policyDocument } from '../../exchange/policy-document.ts';
import { signDocument } from '../../exchange/signed-document.ts';
import { importSigningKey, type SigningKey } from '../../exchange/signing-key.ts';
import { checkPolicy } from './check-policy.ts';
import type { PolicyProblem, PolicyProblemCode } from './policy-problem.ts';

const largestFile = 2 * 1024 * 1024;

export type SignedPolicy =
  | {
      readonly signed: true;
      /** A `madoguchi-policy+jws`, one line without its end. */
      readonly bundle: string;
      readonly policy: PolicyDocument;
      /** Thumbprint of the key, as stations pin it. */
      readonly keyId: string;
      readonly warnings: readonly PolicyProblem[];
    }
  | { readonly signed: false; readonly problems: readonly PolicyProblem[] };

function refused(
  code: PolicyProblemCode,
  parameters: PolicyProblem['parameters'],
): Extract<SignedPolicy, { readonly signed: false }> {
  return { signed: false, problems: [{ code, severity: 'error', path: '', parameters }] };
}

/**
 * Signs a policy written as JSON with an Ed25519 key (PKCS #8 PEM, unencrypted). The key file must not be readable by
 * anybody but its owner (on systems that have such a mode). Nothing is written.
 */
export async function signPolicyFile(policyPath: string, keyPath: string): Promise<SignedPolicy> {
  const policy = await readPolicyFile(policyPath);
  if (!policy.read) return policy.refusal;
  const problems = checkPolicy(policy.policy);
  if (problems.some(({ severity }) => severity === 'error')) return { signed: false, problems };
  const key = await readKeyFile(keyPath);
  if (!key.read) return key.refusal;
  return {
    signed: true,
    bundle: signDocument('madoguchi-policy+jws', policy.policy, key.key),
    policy: policy.policy,
    keyId: key.key.id,
    warnings: problems,
  };
}

type Refused = { readonly read: false; readonly refusal: SignedPolicy };

async function readPolicyFile(
  path: string,
): Promise<Refused | { readonly read: true; readonly policy: PolicyDocument }> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > largestFile) return { read: false, refusal: refused('file-too-large', { path, size }) };
    text = await readFile(path, 'utf8');
  } catch {
    return { read: false, refusal: refused('file-unreadable', { path }) };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { read: false, refusal: refused('file-not-json', { path }) };
  }
  const parsed = policyDocument.safeParse(value);
  if (parsed.success) return { read: true, policy: parsed.data };
  const problems = parsed.error.issues.map(
    (issue): PolicyProblem => ({
      code: 'schema',
      severity: 'error',
      path: issue.path.map(String).join('.'),
      parameters: { detail: issue.message },
    }),
  );
  return { read: false, refusal: { signed: false, problems } };
}

async function readKeyFile(
  path: string,
): Promise<Refused | { readonly read: true; readonly key: SigningKey }> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return { read: false, refusal: refused('key-not-private', { path }) };
    }
    return { read: true, key: importSigningKey(await readFile(path, 'utf8')) };
  } catch {
    return { read: false, refusal: refused('key-unreadable', { path }) };
  }
}
