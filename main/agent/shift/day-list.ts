import { ok, type Result } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { DayCase, DayList } from '../../../preload/contract/models/shift.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { commandReference } from '../../exchange/command.ts';
import { dayBounds, localDate } from '../../exchange/local-moment.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { CaseLedger, LedgerCase } from '../oversight/case-ledger.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import { calendarZone } from '../policy/calendar-zone.ts';
import type { PolicySource, ReadableDatabase, TrustedClock } from '../ports.ts';
import { operatorName } from '../staff/operator-registry.ts';

export interface DayListDesk {
  /** A day's cases of this counter with what became of each, the newest first. */
  day(input: InputOf<'shift.day'>): Result<DayList>;
}

const mostCases = 2000;

/** Of people it says four characters of their number: enough to find the slip of paper, and no list of who was here. */
export function createDayList(ports: {
  readonly read: ReadableDatabase;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly policy: PolicySource;
  readonly ledger: CaseLedger;
  readonly people: Pick<PeopleReplica, 'get'>;
  readonly outbox: Pick<Outbox, 'find'>;
}): DayListDesk {
  const view = (one: LedgerCase, nameOf: (id: string) => LocalizedText): DayCase => {
    const person = one.personId === null ? undefined : ports.people.get(one.personId);
    const command = one.command === null ? null : ports.outbox.find(one.command);
    return {
      caseId: one.caseId,
      openedAt: one.openedAt,
      minutes:
        one.outcomeAt === null
          ? null
          : Math.max(0, (Date.parse(one.outcomeAt) - Date.parse(one.openedAt)) / 60_000),
      reason: one.reason,
      numberEnding: person?.number.slice(-4) ?? null,
      operator: nameOf(one.operator),
      outcome: one.outcome,
      command:
        command === null
          ? null
          : { reference: commandReference(command.id), state: command.state, ending: command.ending },
    };
  };
  return {
    day({ day }) {
      const timeZone = calendarZone(ports.policy);
      const wanted = day ?? localDate(ports.clock.now(), timeZone);
      ports.ledger.catchUp();
      const { from, to } = dayBounds(wanted, timeZone);
      const names = new Map<string, LocalizedText>();
      const nameOf = (id: string) => {
        const name = names.get(id) ?? operatorName(ports.read, id);
        names.set(id, name);
        return name;
      };
      const cases = ports.ledger.cases(from, to, mostCases + 1);
      return ok({
        day: wanted,
        cases: cases.slice(0, mostCases).map((one) => view(one, nameOf)),
        more: cases.length > mostCases,
      });
    },
  };
}
