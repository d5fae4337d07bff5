import { existsSync } from 'node:fs';
import { type AdministrationProblem, createAdministration } from '../../hub/administration.ts';
import { openHubKey } from '../../hub/hub-key.ts';
import { createNetworkWatch } from '../../hub/networks/network-watch.ts';
import type { HubDatabase } from '../../hub/store/hub-database.ts';
import { keyPathOfHub, openHubDatabase, providerOfHub } from './hub-folder.ts';
import { readBoundedText } from './policy-file.ts';
import { type CommonOptions, note, noteProblems, say, speechOf } from './policy-output.ts';
import type { PolicySpeech } from './policy-sentences.ts';

/**
 * `policy publish`: hands a signed bundle to a hub, which verifies it. Exit status 1 when it was not published, 2 when
 * there is no hub or no bundle.
 */
export async function publishFromCommandLine(
  path: string,
  options: CommonOptions & { readonly hub: string },
): Promise<number> {
  const speech = speechOf(options);
  const source = await readBoundedText(path);
  if ('problem' in source) {
    noteProblems([source.problem], path, speech);
    return 2;
  }
  // The key is never made here: a folder without one is no hub's.
  if (!existsSync(keyPathOfHub(options.hub))) {
    note(speech.say('publish.no-hub', { path: options.hub }));
    return 2;
  }
  let database: HubDatabase | null;
  try {
    database = await openHubDatabase(options.hub);
  } catch {
    note(speech.say('publish.hub-open'));
    return 1;
  }
  if (database === null) {
    note(speech.say('publish.no-hub', { path: options.hub }));
    return 2;
  }
  try {
    const provider = await providerOfHub(options.hub);
    const administration = createAdministration({
      database,
      key: await openHubKey(keyPathOfHub(options.hub)),
      now: () => new Date(),
      provider,
      networks: createNetworkWatch({ database, provider }),
    });
    const published = await administration.publishPolicy(source.text.trim());
    if (published.ok) {
      say(speech.say('publish.done', { version: published.value.version }));
      return 0;
    }
    note(`${speech.say('publish.nothing')} ${refusalSentence(published.problem, speech)}`);
    return 1;
  } finally {
    await database.close();
  }
}

function refusalSentence(problem: AdministrationProblem, speech: PolicySpeech): string {
  switch (problem) {
    case 'not-initialised':
    case 'policy-signature':
    case 'policy-institution':
    case 'policy-version':
      return speech.say(`publish.${problem}`);
    default:
      return speech.say('publish.refused', { problem });
  }
}
