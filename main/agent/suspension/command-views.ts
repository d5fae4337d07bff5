import type { CommandView } from '../../../preload/contract/models/commands.ts';
import { commandReference } from '../../exchange/command.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxCommand } from '../outbox/outbox-table.ts';
import type { TrustedClock } from '../ports.ts';

interface ViewPorts {
  readonly outbox: Outbox;
  readonly clock: Pick<TrustedClock, 'now'>;
}

/** A command as windows see it: never the envelope, never more than its state allows to say (I5). */
function view(command: OutboxCommand, now: Date): CommandView {
  const { id, kind, person, operator, state, ending, refusal, until, queuedAt, stateAt, dueBy } = command;
  const open = state !== 'ended' && state !== 'refused';
  const inForce = state === 'applied' || state === 'propagating';
  return {
    id,
    reference: commandReference(id),
    kind,
    person,
    operator,
    state,
    ending,
    refusal,
    until,
    queuedAt,
    stateAt,
    late: inForce && until !== null && Date.parse(until) < now.getTime(),
    ...(dueBy === null ? {} : { dueBy, overdue: open && Date.parse(dueBy) < now.getTime() }),
    ...(command.extends === null ? {} : { extends: command.extends }),
    ...(state === 'queued' ? { canCancel: command.sentAt === null, canRetry: true } : {}),
  };
}

/** One command, or null. */
export function findCommand(ports: ViewPorts, id: string): CommandView | null {
  const found = ports.outbox.find(id);
  return found === null ? null : view(found, ports.clock.now());
}

/** The newest commands, newest first. */
export function listCommands(ports: ViewPorts, limit: number): CommandView[] {
  const now = ports.clock.now();
  return ports.outbox.list(limit).map((command) => view(command, now));
}

/** A person's suspensions that are open, as far as this station knows. */
export function openCommandsOf(ports: ViewPorts, personId: string): CommandView[] {
  const now = ports.clock.now();
  return ports.outbox
    .openFor(personId)
    .filter((command) => command.kind === 'suspend')
    .map((command) => view(command, now));
}
