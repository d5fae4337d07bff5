import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { commandDigest } from '../../exchange/command.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { Store, TrustedClock } from '../ports.ts';
import { operatorName } from '../staff/operator-registry.ts';
import { findCommand, openCommandsOf } from '../suspension/command-views.ts';
import type { CaseRecord } from './case-table.ts';

/** A case as windows see it, with what the policy allows for it now and what became of its command. */
export function viewCase(
  ports: {
    readonly store: Store;
    readonly clock: Pick<TrustedClock, 'now'>;
    readonly people: PeopleReplica;
    readonly outbox: Outbox;
  },
  record: CaseRecord,
  policy: PolicyDocument,
): Result<CounterCase> {
  const person = ports.people.get(record.personId);
  if (person === undefined) return refuse('person/unknown');
  const now = ports.clock.now().getTime();
  const hours = (count: number) => new Date(now + count * 3_600_000).toISOString();
  const signed = record.command === null ? null : commandDigest(record.command);
  return ok({
    id: record.id,
    person,
    reason: record.reason,
    openedAt: record.openedAt,
    state: record.state,
    check: record.check,
    decision:
      record.command === null || signed === null
        ? null
        : {
            until: record.command.until,
            commandId: record.command.id,
            signer: operatorName(ports.store.read, record.command.operator),
            ...signed,
          },
    limits: {
      defaultUntil: hours(policy.suspension.defaultHours),
      maximumUntil: hours(policy.suspension.maximumHours),
      presetsHours: [...policy.suspension.presetsHours],
    },
    acceptedDocuments: [...policy.suspension.documents],
    openCommands: openCommandsOf(ports, record.personId),
    command:
      record.state === 'signed' && record.command !== null ? findCommand(ports, record.command.id) : null,
  });
}
