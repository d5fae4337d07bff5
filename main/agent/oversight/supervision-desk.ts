import { ok, type Result } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { SupervisionBoard } from '../../../preload/contract/models/oversight.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { commandReference } from '../../exchange/command.ts';
import { type SupervisionResponse, supervisionResponse } from '../../exchange/oversight-interface.ts';
import { velocitySubject } from '../../exchange/velocity-subject.ts';
import { recordOperatorAct } from '../audit/record-operator-act.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { AuditTrail, Store, WritableDatabase } from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { clearState, readState, writeState } from '../store/station-state.ts';

export interface SupervisionDesk {
  /** What the hub knows of all counters; as it last said it, with its age, while it is out of reach. */
  board(): Promise<Result<SupervisionBoard>>;
  /** The supervisor has seen an alert: at every counter, and for good. */
  seen(input: InputOf<'supervision.seen'>): Promise<Result<SupervisionBoard>>;
}

const stateKey = 'supervision-board';

/** Forgets what the hub last said: it names people by their id. */
export function forgetSupervision(database: WritableDatabase): void {
  clearState(database, stateKey);
}

export function createSupervisionDesk(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly staff: Pick<StaffSessions, 'operator' | 'current' | 'proven'>;
  readonly people: Pick<PeopleReplica, 'get'>;
  readonly client: Pick<HubClient, 'ask'>;
}): SupervisionDesk {
  const { store } = ports;
  /** The sign-in whose look was recorded: the screen asks anew by itself. */
  let recorded: string | null = null;

  const view = (told: SupervisionResponse, source: 'live' | 'last-known'): SupervisionBoard => {
    const personOf = (id: string) => {
      const known = ports.people.get(id);
      return { id, number: known?.number ?? null, name: known?.name ?? null };
    };
    const called = (names: Readonly<Record<string, LocalizedText>>, id: string): LocalizedText =>
      names[id] ?? { ja: id, en: id };
    const nameOf = ({ kind, subject }: SupervisionResponse['alerts'][number]): LocalizedText | null => {
      switch (velocitySubject[kind]) {
        case 'operator':
          return called(told.operators, subject);
        case 'person': {
          const known = ports.people.get(subject);
          return known === undefined ? null : { ja: known.name, en: known.name };
        }
        case 'station':
          return called(told.stations, subject);
      }
    };
    return {
      source,
      at: told.at,
      alerts: told.alerts.map((alert) => ({
        ...alert,
        name: nameOf(alert),
        seen: alert.seen === null ? null : { by: called(told.operators, alert.seen.by), at: alert.seen.at },
      })),
      refused: told.refused.map(({ person, station, operator, ...one }) => ({
        ...one,
        reference: commandReference(one.commandId),
        person: personOf(person),
        counter: called(told.stations, station),
        operator: called(told.operators, operator),
      })),
      repeated: told.repeated.map(({ person, stations, ...one }) => ({
        ...one,
        person: personOf(person),
        counters: stations.map((station) => called(told.stations, station)),
      })),
      days: told.days,
      failedChecks: told.failedChecks.map(({ station, count }) => ({
        counter: called(told.stations, station),
        count,
      })),
    };
  };

  const keep = (told: SupervisionResponse): Result<SupervisionBoard> => {
    store.write((database) => writeState(database, stateKey, told));
    return ok(view(told, 'live'));
  };

  const record = (kind: 'supervision-viewed' | 'alert-seen', operator: string, alert: string | null) =>
    recordOperatorAct(ports, { kind, operator, facts: alert === null ? {} : { alert } });

  return {
    async board() {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const { id } = operator.value;
      const signIn = `${id} ${ports.staff.current()?.signedInAt ?? ''}`;
      if (recorded !== signIn) {
        recorded = signIn;
        record('supervision-viewed', id, null);
      }
      const request = ports.staff.proven('/v1/supervision', {});
      if (!request.ok) return request;
      const told = await ports.client.ask('/v1/supervision', request.value, supervisionResponse);
      if (told.ok) return keep(told.value);
      if (told.refusal.code !== 'hub/needed') return told;
      const known = readState(store.read, stateKey, supervisionResponse);
      if (known !== null) return ok(view(known, 'last-known'));
      return ok({
        source: 'unknown',
        at: null,
        alerts: [],
        refused: [],
        repeated: [],
        days: { refused: 0, repeated: 0 },
        failedChecks: [],
      });
    },

    async seen({ alertId }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const request = ports.staff.proven('/v1/supervision/seen', { alert: alertId });
      if (!request.ok) return request;
      const told = await ports.client.ask('/v1/supervision/seen', request.value, supervisionResponse);
      if (!told.ok) return told;
      record('alert-seen', operator.value.id, alertId);
      return keep(told.value);
    },
  };
}
