import { verify as matches } from '@node-rs/argon2';
import { areSendable, type Directory, type DirectoryAnswer, type VerifyRequest } from './directory.ts';
import { type LocalAccount, readLocalDirectory } from './local-directory-file.ts';

/** Stands in for the hash of a login that doesn't exist; no password is known to have it. */
const NOBODYS_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/**
 * A demonstration directory: accounts in a JSON file made by `writeLocalDirectory`, read anew at each sign-in. It counts
 * no failures of its own. An unknown login costs the same time as a wrong password, and only who knows the password
 * learns that an account is locked, expired or disabled.
 */
export function createLocalDirectory(path: string): Directory {
  let closed = false;

  return {
    kind: 'local',
    async verify(request) {
      if (!areSendable(request.login, request.password)) return { outcome: 'wrong' };
      const accounts = await readLocalDirectory(path);
      if (accounts === undefined) return { outcome: 'unavailable', cause: 'configuration' };
      const answer = await check(accounts, request);
      return closed || request.signal?.aborted ? { outcome: 'unavailable', cause: 'cancelled' } : answer;
    },
    async close() {
      closed = true;
    },
  };
}

async function check(accounts: readonly LocalAccount[], request: VerifyRequest): Promise<DirectoryAnswer> {
  const account = accounts.find(({ person }) => person.login === request.login);
  const correct = await matches(account?.passwordHash ?? NOBODYS_HASH, request.password);
  if (account === undefined || !correct) return { outcome: 'wrong' };
  if (account.state !== 'active') return { outcome: account.state };
  const { kana, ...person } = account.person;
  return { outcome: 'ok', person: { ...person, ...(kana === undefined ? {} : { kana }) } };
}
