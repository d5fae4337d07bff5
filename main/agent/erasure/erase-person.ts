import type { ErasableAuditTrail } from '../audit/audit-trail.ts';
import { forgetChecks } from '../check/forget-checks.ts';
import { packEnvelope } from '../outbox/packed-envelope.ts';
import { forgetSupervision } from '../oversight/supervision-desk.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { WritableDatabase } from '../ports.ts';

/** What stands where a person was. */
export const erasedPersonId = 'erased';
const erasedPerson = JSON.stringify({ id: erasedPersonId, number: '', name: '—', kana: '' });
/** An envelope with nothing in it, which no key ever signed. */
const erasedEnvelope = packEnvelope('e30.e30.AA');

/**
 * Erases what the station knows of a person, at the hub's word: what the audit trail holds of them, their entry in the
 * replica unless the directory goes on knowing them, and their part in commands and cases that are over. Ids, states and times stay. What is still under way is not
 * touched: the hub erases nobody with an open command, and one that waits here will be answered.
 */
export function erasePerson(
  database: WritableDatabase,
  ports: {
    readonly audit: Pick<ErasableAuditTrail, 'erasePerson'>;
    readonly people: Pick<PeopleReplica, 'applyPeople'>;
  },
  { person: personId, known }: { readonly person: string; readonly known: boolean },
): void {
  database.run(
    `UPDATE outbox_command SET person_id = ?, person = ?, envelope = ?
     WHERE state <> 'queued' AND person_id = ? AND state IN ('ended', 'refused')`,
    erasedPersonId,
    erasedPerson,
    erasedEnvelope,
    personId,
  );
  database.run(
    `UPDATE counter_case SET person_id = ?, identity_check = NULL, command = NULL
     WHERE person_id = ? AND state = 'closed'`,
    erasedPersonId,
    personId,
  );
  forgetChecks(database, personId);
  if (!known) ports.people.applyPeople(database, { upsert: [], remove: [personId] });
  forgetSupervision(database);
  ports.audit.erasePerson(database, personId);
}
