import { readFile, stat } from 'node:fs/promises';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { signDocument } from '../../exchange/signed-document.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { readBoundedText, readPolicyText } from './policy-file.ts';
import { readPrivateKey } from './policy-key-files.ts';
import type { PolicyProblem } from './policy-problem.ts';

export type SignedPolicy =
  | {
      readonly signed: true;
      /** A `madoguchi-policy+jws`, one line without its end. */
      readonly bundle: string;
      readonly policy: PolicyDocument;
      /** Thumbprint of the key, as stations pin it. */
      readonly keyId: string;
      readonly warnings: readonly PolicyProblem[];
      /** Whether the version is another than the file says. */
      readonly raised: boolean;
      /** Start and end of the version's number in the file's text; null where it is written otherwise. */
      readonly versionAt: readonly [number, number] | null;
    }
  | { readonly signed: false; readonly problems: readonly PolicyProblem[] };

/**
 * Signs a policy written as YAML or JSON with an Ed25519 key (PKCS #8 PEM, unencrypted). The key file must not be
 * readable by anybody but its owner (on systems that have such a mode). Nothing is written. A version below `atLeast` is
 * raised to it, for a signature that follows an earlier one.
 */
export async function signPolicyFile(
  policyPath: string,
  keyPath: string,
  options: { readonly now: Date; readonly atLeast?: number },
): Promise<SignedPolicy> {
  const source = await readBoundedText(policyPath);
  if ('problem' in source) return { signed: false, problems: [source.problem] };
  const reading = readPolicyText(source.text, options.now);
  if (!reading.read) return { signed: false, problems: reading.problems };
  const key = await readPrivateKey(keyPath);
  if ('problem' in key) return { signed: false, problems: [key.problem] };
  const policy = {
    ...reading.policy,
    version: Math.max(reading.policy.version, options.atLeast ?? 0),
  };
  return {
    signed: true,
    bundle: signDocument('madoguchi-policy+jws', policy, key.key),
    policy,
    keyId: key.key.id,
    warnings: reading.warnings,
    raised: policy.version !== reading.policy.version,
    versionAt: reading.versionAt,
  };
}

/** Writes a number over the version in a policy file; every other character stays. */
export async function writeVersion(
  path: string,
  at: readonly [number, number],
  version: number,
): Promise<void> {
  const text = await readFile(path, 'utf8');
  await replaceInPlace(path, `${text.slice(0, at[0])}${version}${text.slice(at[1])}`);
}

/** Replaces a file of the person's own, which keeps the mode that they gave it. */
export async function replaceInPlace(path: string, text: string): Promise<void> {
  const mode = await stat(path).then(
    (before) => before.mode & 0o777,
    () => 0o644,
  );
  await replaceFile(path, text, mode);
}
