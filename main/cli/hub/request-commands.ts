import { z } from 'zod';
import { listRequests, type RequestOutcome } from '../../hub/requests/requests.ts';
import {
  type SettlementProblem,
  settleByAdministration,
} from '../../hub/requests/settle-by-administration.ts';
import { printJson, withHub } from './with-hub.ts';

/** Prints what the centre still has to do by hand, one JSON object a line, those due first. */
export function listRequestsFromCommandLine(folder: string): Promise<number> {
  return withHub(folder, async ({ database, now }) => {
    for (const request of await listRequests(database.kysely, now())) printJson(request);
    return 0;
  });
}

/** Says in the name of an operator what became of a request. Exit status 1 where that may not be. */
export function settleFromCommandLine(
  folder: string,
  outcome: RequestOutcome,
  request: string,
  by: string,
): Promise<number> {
  return withHub(folder, async (hub) => {
    const settled = z.uuid().safeParse(request).success
      ? await settleByAdministration(hub, { request, outcome, by })
      : ({ ok: false, problem: 'request-unknown' } as const);
    if (settled.ok) {
      printJson({ request, outcome });
      return 0;
    }
    process.stderr.write(`${sentences[settled.problem]}\n`);
    return 1;
  });
}

const sentences: Readonly<Record<SettlementProblem, string>> = {
  'request-unknown': 'No such request is known. Nothing was changed.',
  settled: 'It is settled already, or somebody has taken it. Nothing was changed.',
  'not-permitted': 'Only an operator of the registry settles requests. Nothing was changed.',
  'own-account': 'Nobody settles a request about their own account. Nothing was changed.',
};
