import type { ShiftItems, UnfinishedCase } from '../../../preload/contract/models/shift.ts';
import { commandReference } from '../../exchange/command.ts';
import { type CaseRecord, openCase, parkedCases, waitingCases } from '../counter/case-table.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { ReadableDatabase } from '../ports.ts';
import { operatorName } from '../staff/operator-registry.ts';

/** Newest commands that are looked through; what was queued before them has had its answer long since. */
const mostCommands = 500;

/** What is unfinished at this counter now, as a colleague has to know it. */
export function shiftItems(ports: {
  readonly read: ReadableDatabase;
  readonly people: Pick<PeopleReplica, 'get'>;
  readonly outbox: Pick<Outbox, 'list'>;
}): ShiftItems {
  const { read } = ports;
  const view = (record: CaseRecord): UnfinishedCase => {
    const person = ports.people.get(record.personId);
    return {
      caseId: record.id,
      person: person === undefined ? null : { id: person.id, number: person.number, name: person.name },
      reason: record.reason,
      openedAt: record.openedAt,
      openedBy: operatorName(read, record.openedBy),
    };
  };
  const onDesk = openCase(read);
  const isDraft = onDesk !== null && ['opened', 'checked', 'decided'].includes(onDesk.state);
  const approving = onDesk?.state === 'approving' ? [onDesk] : [];
  const commands = ports.outbox.list(mostCommands);
  return {
    drafts: isDraft ? [view(onDesk)] : [],
    approvals: [...approving, ...waitingCases(read)].slice(0, 200).map(view),
    calls: parkedCases(read).slice(0, 200).map(view),
    unsent: commands
      .filter(({ state }) => state === 'queued')
      .map(({ id, queuedAt }) => ({ commandId: id, reference: commandReference(id), queuedAt }))
      .toReversed(),
    reviews: commands
      .filter(({ state }) => state === 'needs-review')
      .slice(0, 200)
      .map(({ id }) => ({ commandId: id, reference: commandReference(id) })),
  };
}
