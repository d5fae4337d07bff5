import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { AuditTrail, HubLink, Store, TrustedClock } from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { findCommand } from './command-views.ts';

export interface CommandDesk {
  /** Takes back a command of which surely nothing was sent. It stays in the outbox, ended, and on record (I8). */
  cancel(input: InputOf<'command.cancel'>): Result<CommandView>;
  /** Tries now to send what waits. */
  retry(input: InputOf<'command.retry'>): Result<CommandView>;
}

/** What an operator may do to a command that is still here. */
export function createCommandDesk(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly outbox: Outbox;
  readonly staff: StaffSessions;
  readonly link: Pick<HubLink, 'wake'>;
  /** The outbox changed. */
  readonly onChanged: () => void;
}): CommandDesk {
  const known = (commandId: string) => {
    const operator = ports.staff.operator();
    if (!operator.ok) return operator;
    const command = ports.outbox.find(commandId);
    if (command === null) return refuse('command/unknown');
    if (command.personId === operator.value.person) return refuse('case/own-account');
    return ok({ operator: operator.value, command });
  };
  const shown = (commandId: string): Result<CommandView> => {
    const view = findCommand(ports, commandId);
    return view === null ? refuse('command/unknown') : ok(view);
  };

  return {
    cancel({ commandId }) {
      const found = known(commandId);
      if (!found.ok) return found;
      const { operator, command } = found.value;
      const cancelled = ports.store.write((database) => {
        if (!ports.outbox.cancel(database, commandId)) return false;
        ports.audit.append(database, {
          kind: 'command-cancelled',
          actor: { type: 'operator', id: operator.id },
          subject: command.personId,
          facts: { command: commandId, kind: command.kind },
          detail: null,
        });
        return true;
      });
      if (!cancelled) return refuse('command/not-cancellable');
      ports.onChanged();
      return shown(commandId);
    },

    retry({ commandId }) {
      const found = known(commandId);
      if (!found.ok) return found;
      ports.store.write((database) => ports.outbox.hasten(database, commandId));
      ports.link.wake();
      return shown(commandId);
    },
  };
}
