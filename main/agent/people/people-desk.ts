import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import {
  type PeopleFound,
  type PersonHit,
  type PersonSummary,
  peopleOnPage,
} from '../../../preload/contract/models/people.ts';
import type { CardScan, ScannerKeys } from '../../../preload/contract/models/scan.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { isNumberOf } from '../../profile/profile.ts';
import { profileOf } from '../../profile/profiles.ts';
import { noteUnusualLook } from '../oversight/unusual-looks.ts';
import type { AuditTrail, StationIdentity, Store, TrustedClock } from '../ports.ts';
import { activeOperators } from '../staff/operator-registry.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import type { CardScanner } from './card-scanner.ts';
import { createListingAllowance, type ListingJudgement, notedListedPerHour } from './listing-allowance.ts';
import { normaliseWord } from './normalise.ts';
import { mostListed, type PeopleReplica } from './people-replica.ts';
import { readCard } from './read-card.ts';

/** After how long without the hub's word the replica is called old, in hours: new students may be missing. */
export const replicaOldHours = 24;

/** Finding the person who stands at the counter: as one types, or by their card. */
export interface PeopleDesk {
  search(input: InputOf<'people.search'>): Promise<Result<PeopleFound>>;
  scan(input: InputOf<'people.scan'>): Promise<Result<CardScan>>;
  scanner(): Result<ScannerKeys>;
}

export function createPeopleDesk(ports: {
  readonly store: Store;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly staff: Pick<StaffSessions, 'operator'>;
  readonly people: PeopleReplica;
  readonly scanner: CardScanner;
  readonly monotonicMs?: () => number;
}): PeopleDesk {
  const { store, people, scanner } = ports;
  const allowance = createListingAllowance(ports.monotonicMs ?? (() => performance.now()));

  /** Refuses an operator who was shown too many people; notes it once when it becomes unusual. */
  const within = (operator: OperatorRecord, judgement: ListingJudgement): Result<null> => {
    if (!judgement.may) return refuse('people/listed-too-many', { minutes: judgement.minutes });
    const { unusual } = judgement;
    if (unusual !== null) {
      store.write((database) =>
        noteUnusualLook(database, ports.audit, {
          kind: 'listings',
          operator: operator.id,
          at: ports.clock.now().toISOString(),
          count: unusual,
          limit: notedListedPerHour,
        }),
      );
    }
    return ok(null);
  };

  const numberRule = () => {
    const enrolment = ports.identity.enrolment();
    return enrolment === null ? null : profileOf(enrolment.profile);
  };

  const isOld = (confirmedAt: string | null) =>
    confirmedAt === null ||
    ports.clock.now().getTime() - Date.parse(confirmedAt) > replicaOldHours * 3_600_000;

  return {
    async search({ query, offset }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const may = within(operator.value, allowance.may(operator.value.id));
      if (!may.ok) return may;
      await people.ready();
      const found = people.search({ query, offset, limit: peopleOnPage });
      const shown = found.people.map(({ id }) => id);
      within(operator.value, allowance.shown(operator.value.id, shown));
      const status = people.status();
      const rule = found.total === 0 && found.need === null ? numberRule() : null;
      return ok({
        people: hits(found.people, operator.value, activeOperators(store.read)),
        offset,
        total: found.total,
        listed: Math.min(found.total, mostListed),
        need: found.need,
        numberHint: rule !== null && looksLikeNumber(query, rule) ? rule.number.hint : null,
        replica: { ...status, old: isOld(status.confirmedAt) },
      });
    },

    async scan({ scanned, ending }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const may = within(operator.value, allowance.may(operator.value.id));
      if (!may.ok) return may;
      const reading = readCard(scanner, scanned, ending);
      if (reading.kind === 'fault') {
        const { expected = null, received = null } = reading.parameters;
        return ok({ outcome: 'fault', fault: reading.fault, expected, received });
      }
      await people.ready();
      const person = people.byNumber(reading.number);
      if (person === null) {
        const rule = numberRule();
        const malformed = rule !== null && !isNumberOf(rule, normaliseWord(reading.number));
        return ok({
          outcome: 'fault',
          fault: malformed ? 'malformed' : 'unknown',
          expected: null,
          received: reading.number.length,
        });
      }
      within(operator.value, allowance.shown(operator.value.id, [person.id]));
      const [hit] = hits([person], operator.value, activeOperators(store.read));
      if (hit === undefined) throw new Error('a person without a hit');
      return ok({ outcome: 'person', person: hit });
    },

    scanner: () => {
      const { enabled, maximumGapMs, terminator } = scanner;
      return ok({ enabled, maximumGapMs, terminator });
    },
  };
}

/** People as a list shows them. */
function hits(
  people: readonly PersonSummary[],
  own: OperatorRecord,
  operators: readonly OperatorRecord[],
): PersonHit[] {
  const names = new Map<string, number>();
  for (const { name } of people) names.set(sameName(name), (names.get(sameName(name)) ?? 0) + 1);
  const staff = new Set(operators.map(({ person }) => person));
  return people.map(({ login: _, ...person }) => ({
    ...person,
    standing: person.id === own.person ? 'self' : staff.has(person.id) ? 'operator' : null,
    namesake: (names.get(sameName(person.name)) ?? 0) > 1,
  }));
}

function sameName(name: string): string {
  return normaliseWord(name.replaceAll(/\s/g, ''));
}

/** Mostly digits, and not written as the institution writes its numbers. */
function looksLikeNumber(query: string, rule: Parameters<typeof isNumberOf>[0]): boolean {
  const typed = query.normalize('NFKC').trim();
  const digits = typed.replaceAll(/\D/g, '').length;
  return digits > 0 && digits * 2 >= typed.length && !isNumberOf(rule, normaliseWord(typed));
}
