import { access } from 'node:fs/promises';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { localText } from './inspect-lines.ts';
import { writeNew, writePolicyKey } from './policy-key-files.ts';
import { type CommonOptions, note, noteProblems, say, speechOf } from './policy-output.ts';
import type { PolicySpeech } from './policy-sentences.ts';
import { readPolicySource } from './policy-source.ts';
import { replaceInPlace, signPolicyFile, writeVersion } from './sign-policy-file.ts';

export interface SignOptions extends CommonOptions {
  readonly key: string;
  readonly out?: string;
  readonly after?: string;
  readonly replace: boolean;
  readonly next: boolean;
}

/**
 * `policy sign`: the bundle on standard output or in `--out`, everything else on standard error. It never signs a version
 * that is not above the one before (`--after`, or what `--out` holds), and never writes over a file unless told to.
 * Exit status 1 when nothing was signed.
 */
export async function signFromCommandLine(file: string, options: SignOptions): Promise<number> {
  const speech = speechOf(options);
  const taken = options.out !== undefined && (await exists(options.out));
  if (taken && !options.replace) {
    note(speech.say('sign.exists', { path: options.out ?? '' }));
    return 1;
  }
  const previous: PolicyDocument[] = [];
  for (const path of [
    ...(options.after === undefined ? [] : [options.after]),
    ...(taken ? [options.out] : []),
  ]) {
    const source = await readPolicySource(path ?? '', new Date());
    if (source.kind === 'unreadable' || source.policy === null) {
      note(speech.say('sign.previous-unreadable', { path: path ?? '' }));
      return 1;
    }
    previous.push(source.policy);
  }
  const highest = Math.max(0, ...previous.map(({ version }) => version));
  const signed = await signPolicyFile(file, options.key, {
    now: new Date(),
    ...(options.next ? { atLeast: highest + 1 } : {}),
  });
  noteProblems(signed.signed ? signed.warnings : signed.problems, file, speech);
  if (!signed.signed) {
    note(speech.say('sign.none'));
    return 1;
  }
  const { policy, bundle, versionAt } = signed;
  const refusal = judgeSuccession(policy, previous, highest, speech);
  if (refusal !== null) {
    note(refusal);
    return 1;
  }
  if (options.out === undefined) say(bundle);
  else if (options.replace) await replaceInPlace(options.out, `${bundle}\n`);
  else if (!(await writeNew(options.out, `${bundle}\n`, 0o644))) {
    note(speech.say('sign.exists', { path: options.out }));
    return 1;
  }
  if (signed.raised && versionAt !== null) {
    await writeVersion(file, versionAt, policy.version);
    note(speech.say('sign.version-set', { path: file, version: policy.version }));
  }
  const zone = policy.exemption.timeZone;
  note(
    speech.say('sign.done', {
      version: policy.version,
      from: localText(policy.validFrom, zone),
      until: localText(policy.validUntil, zone),
      key: signed.keyId,
    }),
  );
  if (options.out !== undefined) note(speech.say('sign.written', { path: options.out }));
  return 0;
}

function judgeSuccession(
  policy: PolicyDocument,
  previous: readonly PolicyDocument[],
  highest: number,
  speech: PolicySpeech,
): string | null {
  const foreign = previous.find(({ institution }) => institution !== policy.institution);
  if (foreign !== undefined) return speech.say('sign.other-institution', { previous: foreign.institution });
  return policy.version > highest
    ? null
    : speech.say('sign.version-behind', { version: policy.version, previous: highest, next: highest + 1 });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** `policy key`: a new key pair in two files. Exit status 1 when one of them exists; then both stay as they were. */
export async function keyFromCommandLine(options: CommonOptions & { readonly out: string }): Promise<number> {
  const speech = speechOf(options);
  const written = await writePolicyKey(options.out);
  if (written === null) {
    note(speech.say('init.exists', { path: options.out }));
    return 1;
  }
  const { publicPath, keyId } = written;
  say(speech.say('key.written', { path: options.out, publicPath, key: keyId }));
  return 0;
}
