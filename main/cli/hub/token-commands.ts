import { fchmodSync, fstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mintRecordedToken, openTokens, withdrawTokens } from '../../hub/enrolment-tokens.ts';
import { readInstitution } from '../../hub/institution.ts';
import { stationsOf, stationsPattern } from '../policy/expand-lists.ts';
import { printJson, withHub } from './with-hub.ts';

export interface MintWords {
  readonly data: string;
  readonly kind: string;
  readonly ja?: string;
  readonly en?: string;
  readonly minutes: string;
  readonly out?: string;
}

const mostMinutes = 7 * 24 * 60;

/**
 * `hub token mint`: one-time tokens by which stations enrol under these names: one on standard output, or one owner-only file
 * a station in a folder. A file that standard output goes to becomes its owner's alone. A token can't be shown again. Exit status: 0 done, 1 the hub serves nobody yet, 2 wrong words.
 */
export async function mintFromCommandLine(names: string, words: MintWords): Promise<number> {
  const stations = stationsPattern.test(names) ? stationsOf(names) : null;
  const minutes = Number(words.minutes);
  const isTime = Number.isInteger(minutes) && minutes >= 1 && minutes <= mostMinutes;
  const kind = words.kind === 'lab' || words.kind === 'counter' ? words.kind : null;
  if (stations === null || !isTime || kind === null)
    return wrong(
      `Give a name or a run (pc-[01-40]), --kind lab or counter, and 1 to ${mostMinutes} minutes.`,
    );
  if (stations.length > 1 && words.out === undefined)
    return wrong('Several tokens go into a folder: give --out FOLDER.');
  return withHub(words.data, async (hub) => {
    if ((await readInstitution(hub.database.kysely)) === null) {
      process.stderr.write('This hub serves no institution yet: “hub init” first.\n');
      return 1;
    }
    const folder = words.out;
    if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of stations) {
      const label = { ja: words.ja ?? name, en: words.en ?? name };
      const token = await mintRecordedToken(hub, { name, kind, label, validMinutes: minutes });
      if (folder === undefined) {
        keepToOwner(1);
        process.stdout.write(`${token}\n`);
      } else {
        const path = join(folder, `${name}.token`);
        // A file that somebody laid there would keep its owner and its mode.
        rmSync(path, { force: true });
        writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
      }
    }
    if (folder !== undefined) process.stderr.write(`${stations.length} tokens in ${folder}\n`);
    return 0;
  });
}

/**
 * A file that the shell made for standard output (`> token.txt`) is everybody's to read: before the token is in it, it becomes
 * its owner's alone, or it is said that it did not.
 */
export function keepToOwner(descriptor: number): void {
  try {
    const file = fstatSync(descriptor);
    if (!file.isFile() || (file.mode & 0o077) === 0) return;
    fchmodSync(descriptor, 0o600);
  } catch {
    process.stderr.write('Others may read the file that the token goes to. Give --out FOLDER instead.\n');
  }
}

/** `hub token list`: the tokens that are still good, as JSON lines; never a token itself. */
export function listTokensFromCommandLine(folder: string): Promise<number> {
  return withHub(folder, async ({ database, now }) => {
    for (const token of await openTokens(database.kysely, now())) printJson(token);
    return 0;
  });
}

/** `hub token withdraw`: ends every open token of a name. Exit status 1 where there was none. */
export function withdrawFromCommandLine(folder: string, name: string): Promise<number> {
  return withHub(folder, async (hub) => {
    const tokens = await withdrawTokens(hub, name);
    printJson({ withdrawn: tokens });
    return tokens > 0 ? 0 : 1;
  });
}

function wrong(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}
