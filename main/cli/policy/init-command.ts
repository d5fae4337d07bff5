import { basename, dirname, join } from 'node:path';
import { profileOf, profiles } from '../../profile/profiles.ts';
import { initialPolicyText } from './init-policy.ts';
import { policyFileSchema } from './policy-file-schema.ts';
import { writeNew } from './policy-key-files.ts';
import { type CommonOptions, note, say, speechOf } from './policy-output.ts';

const schemaName = 'madoguchi-policy.schema.json';

/** `policy init`: a commented policy to start from, with its schema beside it for editors. Writes over nothing. */
export async function initFromCommandLine(
  options: CommonOptions & { readonly profile: string; readonly out: string },
): Promise<number> {
  const speech = speechOf(options);
  const profile = profileOf(options.profile);
  if (profile === null) {
    const known = profiles.map(({ id }) => id).join(', ');
    note(speech.say('init.profile-unknown', { profile: options.profile, known }));
    return 2;
  }
  const text = initialPolicyText(profile, basename(options.out), schemaName, new Date());
  if (!(await writeNew(options.out, text, 0o644))) {
    note(speech.say('init.exists', { path: options.out }));
    return 1;
  }
  const schema = join(dirname(options.out), schemaName);
  await writeNew(schema, policyFileSchema(), 0o644);
  say(speech.say('init.written', { path: options.out, schema }));
  say(speech.say('init.next', { path: options.out, room: profile.rooms[0]?.id ?? 'lab-1' }));
  return 0;
}

/** `policy schema`: the JSON Schema of a policy file, on standard output or in a file that was not there. */
export async function schemaFromCommandLine(
  options: CommonOptions & { readonly out?: string },
): Promise<number> {
  const speech = speechOf(options);
  if (options.out === undefined) {
    process.stdout.write(policyFileSchema());
    return 0;
  }
  if (await writeNew(options.out, policyFileSchema(), 0o644)) return 0;
  note(speech.say('init.exists', { path: options.out }));
  return 1;
}
