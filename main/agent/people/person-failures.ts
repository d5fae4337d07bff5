import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { PersonFailures } from '../../../preload/contract/models/people.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { clearFailuresResponse, personFailuresResponse } from '../../exchange/guessing.ts';
import { openCase } from '../counter/case-table.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { AuditTrail, Store } from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';

/** Wrong passwords in a person's name, as a counter sees and clears them. The hub keeps them; both want it in reach. */
export interface PeopleFailures {
  of(input: InputOf<'people.failures'>): Promise<Result<PersonFailures>>;
  /** Clears them at every workstation. Never an operator's own (I4). */
  clear(input: InputOf<'people.clearFailures'>): Promise<Result<PersonFailures>>;
}

export function createPeopleFailures(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly staff: Pick<StaffSessions, 'operator' | 'proven'>;
  readonly client: Pick<HubClient, 'ask'>;
}): PeopleFailures {
  // What happened in somebody's name belongs to their record, which opens with a reason that is kept.
  const isOpen = (personId: string) => openCase(ports.store.read)?.personId === personId;
  return {
    async of({ personId }) {
      if (!isOpen(personId)) return refuse('case/none');
      const path = '/v1/people/failures';
      const request = ports.staff.proven(path, { person: personId });
      return request.ok ? ports.client.ask(path, request.value, personFailuresResponse) : request;
    },

    async clear({ personId, reason }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const { id, person } = operator.value;
      if (person === personId) return refuse('case/own-account');
      if (!isOpen(personId)) return refuse('case/none');
      const path = '/v1/people/failures/clear';
      const request = ports.staff.proven(path, { person: personId, reason });
      if (!request.ok) return request;
      const cleared = await ports.client.ask(path, request.value, clearFailuresResponse);
      if (!cleared.ok) return cleared;
      ports.store.write((database) =>
        ports.audit.append(database, {
          kind: 'failures-cleared',
          actor: { type: 'operator', id },
          subject: personId,
          facts: { reason, failures: cleared.value.failures, stations: cleared.value.stations },
          detail: null,
        }),
      );
      return ok({ failures: 0, stations: 0, lastAt: null });
    },
  };
}
