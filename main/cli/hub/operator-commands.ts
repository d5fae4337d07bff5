import { identifier } from '../../../preload/contract/models/base.ts';
import {
  type AdministrationWish,
  inviteFromAdministration,
  type WishProblem,
} from '../../hub/operators/administration-invitation.ts';
import { carriedKeys } from '../../hub/operators/operator-credentials.ts';
import { readOperators } from '../../hub/operators/operator-table.ts';
import { revokeOperator } from '../../hub/revocation.ts';
import { printJson, withHub } from './with-hub.ts';

export interface InviteWords {
  readonly data: string;
  readonly counter: string;
  readonly ja: string;
  readonly en: string;
  readonly role: string;
  readonly person?: string;
  readonly emergency: boolean;
}

const sentences: Record<WishProblem, string> = {
  'not-initialised': 'This hub serves no institution yet: “hub init” first.',
  'policy-silent':
    'The policy in force says nothing of operators: without its part “operators” nobody can register.',
  'counter-unknown': 'No enrolled counter has this name: the code is good at one counter only.',
  'supervisor-in-office':
    'A supervisor is in office: they invite and recover at the counter, with their signature. Where none of them can, add --emergency; it is recorded.',
  exists: 'There is or was an operator of this id. Choose another.',
  'person-taken': 'An operator has this account already.',
  unknown: 'No operator in office has this id.',
};

/** `hub operator list`: everyone who is or was one, as JSON lines: no key, only how many. */
export function listOperatorsFromCommandLine(folder: string): Promise<number> {
  return withHub(folder, async ({ database }) => {
    for (const { id, name, role, person, credentials, revokedAt } of await readOperators(database.kysely))
      printJson({ id, name, role, person, keys: carriedKeys(credentials), revokedAt });
    return 0;
  });
}

/** `hub operator invite`: a one-time code for the first supervisor. Exit status 1 where it may not be. */
export async function inviteFromCommandLine(operator: string, words: InviteWords): Promise<number> {
  const { role, person = null, ja, en, counter, emergency } = words;
  const ids = [operator, counter, ...(person === null ? [] : [person])];
  if (ids.some((id) => !identifier.safeParse(id).success)) return wrong('That is no id.');
  if (role !== 'supervisor' && role !== 'operator') return wrong('--role is supervisor or operator.');
  return give(words.data, {
    kind: 'invite',
    operator,
    counter,
    emergency,
    name: { ja, en },
    role,
    person,
  });
}

/** `hub operator recover`: a one-time code for one whose keys are lost; the keys of before end when the new ones count. */
export async function recoverFromCommandLine(
  operator: string,
  words: Pick<InviteWords, 'data' | 'counter' | 'emergency'>,
): Promise<number> {
  const { counter, emergency } = words;
  return give(words.data, { kind: 'recover', operator, counter, emergency });
}

/** `hub operator revoke`: ends a registration at once; what is queued of theirs goes to review. */
export function revokeOperatorFromCommandLine(folder: string, operator: string): Promise<number> {
  return withHub(folder, async (hub) => {
    if (await revokeOperator(hub, operator)) {
      printJson({ revoked: operator });
      return 0;
    }
    process.stderr.write('No operator has this id.\n');
    return 1;
  });
}

function give(folder: string, wish: AdministrationWish): Promise<number> {
  return withHub(folder, async (hub) => {
    const answer = await inviteFromAdministration(hub, wish);
    if (!answer.ok) {
      process.stderr.write(`${sentences[answer.problem]}\n`);
      return 1;
    }
    printJson({ code: answer.code, counter: wish.counter, expiresAt: answer.expiresAt });
    return 0;
  });
}

function wrong(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}
