import { existsSync } from 'node:fs';
import { type AdministrationProblem, createAdministration } from '../../hub/administration.ts';
import { openHubKey } from '../../hub/hub-key.ts';
import { createNetworkWatch } from '../../hub/networks/network-watch.ts';
import { openProviderOfHub } from '../../hub/open-provider.ts';
import { openDatabase } from '../../hub/store/connect.ts';
import type { HubDatabase } from '../../hub/store/hub-database.ts';
import { profileOf, profiles } from '../../profile/profiles.ts';
import type { Provider } from '../../provider/provider.ts';
import { keyPathOfHub } from '../policy/hub-folder.ts';
import { readPublicKeys } from '../policy/policy-key-files.ts';
import { printJson } from './with-hub.ts';

export interface InitWords {
  readonly data: string;
  readonly profile: string;
  readonly policyKey: readonly string[];
  readonly provider?: string;
  readonly rpId?: string;
  readonly trial: boolean;
}

const sentences: Partial<Record<AdministrationProblem, string>> = {
  'other-institution':
    'This hub belongs to another institution, or its key file is not the one of this database.',
  'production-simulated':
    'There is no identity provider: name it in provider.json of the data folder or by --provider. --trial goes without one, for a trial.',
};

/**
 * `hub init`: says which institution a new hub serves, or changes that institution's policy keys, profile or relying-party id
 * for stations that enrol from now on. Makes key and database where there are none; an embedded hub has to be stopped. Exit
 * status: 0 done, 1 refused, 2 wrong words, 69 no database.
 */
export async function initFromCommandLine(words: InitWords): Promise<number> {
  const profile = profileOf(words.profile);
  if (profile === null)
    return wrong(`No such institution. Known: ${profiles.map(({ id }) => id).join(', ')}.`, 2);
  if (profile.fictitious && !words.trial) return wrong('This institution is made up: it is for --trial.', 2);
  const keys = await readPublicKeys(words.policyKey);
  if ('problem' in keys || keys.keys.length < 1 || keys.keys.length > 4)
    return wrong('Give one to four public keys of the policy, as “policy key” wrote them.', 2);
  const rpId = words.rpId ?? profile.rpId;
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(rpId))
    return wrong('--rp-id is no host name.', 2);
  let provider: Provider;
  try {
    ({ provider } = await openProviderOfHub(words.data, words.provider));
  } catch (error) {
    return wrong(`The provider's file: ${messageOf(error)}`, 2);
  }
  let database: HubDatabase;
  const isNew = !existsSync(keyPathOfHub(words.data));
  const key = await openHubKey(keyPathOfHub(words.data));
  const url = process.env.DATABASE_URL;
  try {
    database = await openDatabase(
      url === undefined || url === ''
        ? { kind: 'embedded', directory: `${words.data}/database` }
        : { kind: 'postgres', url },
    );
  } catch (error) {
    return wrong(`The hub's database could not be opened: ${messageOf(error)}`, 69);
  }
  try {
    const administration = createAdministration({
      database,
      key,
      now: () => new Date(),
      provider,
      networks: createNetworkWatch({ database, provider }),
    });
    const done = await administration.initialise({
      institution: { id: profile.id, name: profile.institution },
      rpId,
      profile: profile.id,
      provider: { kind: provider.kind, simulated: provider.simulated },
      production: !words.trial,
      policyKeys: [...keys.keys],
    });
    if (!done.ok) return wrong(sentences[done.problem] ?? `Refused: ${done.problem}.`, 1);
    printJson({ institution: profile.id, rpId, provider: provider.kind, hubKey: key.id, newKey: isNew });
    return 0;
  } finally {
    await database.close();
  }
}

function wrong(sentence: string, status: number): number {
  process.stderr.write(`${sentence}\n`);
  return status;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
