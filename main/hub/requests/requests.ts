import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CentreRequest } from '../../../preload/contract/models/acts.ts';
import { commandReference, type SettleRequestCommand } from '../../exchange/command.ts';
import { profileOf } from '../../profile/profiles.ts';
import { writeChange } from '../commands/command-store.ts';
import { readInstitution } from '../institution.ts';
import type { CommandChange } from '../reconcile/settle.ts';
import type { HubQuery, HubTransaction } from '../store/hub-database.ts';

export type RequestOutcome = SettleRequestCommand['outcome'];

const openStates = ['waiting-centre', 'in-work'] as const;
const mostListed = 500;

/** What the centre has not settled, those that are due first before the others, the oldest first. */
export async function listRequests(query: HubQuery, now: Date): Promise<readonly CentreRequest[]> {
  const institution = await readInstitution(query);
  const profile = institution === null ? null : profileOf(institution.settings.profile);
  const rows = await query
    .selectFrom('command')
    .leftJoin('person', 'person.id', 'command.person')
    .leftJoin('operator', 'operator.id', 'command.operator')
    .select([
      'command.id',
      'command.person',
      'command.state',
      'command.station',
      'command.operator',
      'command.issued_at',
      'command.state_at',
      'command.due_by',
      'command.body',
      'person.summary',
      'operator.record',
    ])
    .where('command.kind', '=', 'request')
    .where('command.state', 'in', openStates)
    .orderBy('command.due_by', (order) => order.asc().nullsLast())
    .orderBy('command.arrival')
    .limit(mostListed)
    .execute();
  return rows.flatMap((row): CentreRequest[] => {
    if (row.body.kind !== 'request') return [];
    const { operation } = row.body;
    const known = profile?.operations.find(({ id }) => id === operation)?.label;
    const { number, name, kana } = row.summary ?? { number: row.person, name: row.person, kana: '' };
    return [
      {
        id: row.id,
        reference: commandReference(row.id),
        person: { id: row.person, number, name, kana },
        operation,
        label: known ?? { ja: operation, en: operation },
        state: row.state === 'in-work' ? 'in-work' : 'waiting-centre',
        station: row.station,
        operator: row.record?.name ?? { ja: row.operator, en: row.operator },
        issuedAt: row.issued_at.toISOString(),
        stateAt: row.state_at.toISOString(),
        dueBy: row.due_by?.toISOString() ?? null,
        overdue: row.due_by !== null && row.due_by < now,
      },
    ];
  });
}

/**
 * What a request becomes, under its person's lock; its stations hear of it. Refuses with `request/unknown` for what is no
 * request of that person, and with `request/settled` for one that is over, or that somebody took already.
 */
export async function settleRequest(
  transaction: HubTransaction,
  request: { readonly id: string; readonly person: string; readonly outcome: RequestOutcome },
  now: Date,
): Promise<Result<null>> {
  const judged = await judgeSettlement(transaction, request);
  if (!judged.ok) return judged;
  await writeChange(transaction, changeOf(request), now);
  return ok(null);
}

/** Whether a request can become that at this moment. Changes nothing. */
export async function judgeSettlement(
  query: HubQuery,
  request: { readonly id: string; readonly person: string; readonly outcome: RequestOutcome },
): Promise<Result<null>> {
  const row = await query
    .selectFrom('command')
    .select(['state', 'person'])
    .where('id', '=', request.id)
    .where('kind', '=', 'request')
    .executeTakeFirst();
  if (row === undefined || row.person !== request.person) return refuse('request/unknown');
  const isOpen = row.state === 'waiting-centre' || row.state === 'in-work';
  if (!isOpen || (request.outcome === 'in-work' && row.state === 'in-work')) return refuse('request/settled');
  return ok(null);
}

function changeOf({ id, outcome }: { readonly id: string; readonly outcome: RequestOutcome }): CommandChange {
  return outcome === 'in-work'
    ? { id, state: 'in-work', nextRun: null }
    : { id, state: 'ended', ending: outcome, nextRun: null };
}
