import type { HubClient } from './hub-link/hub-client.ts';
import type { Outbox } from './outbox/outbox.ts';
import { type AuditDesk, createAuditDesk } from './oversight/audit-desk.ts';
import type { CaseLedger } from './oversight/case-ledger.ts';
import { createInsightDesk, type InsightDesk } from './oversight/insight-desk.ts';
import { createSupervisionDesk, type SupervisionDesk } from './oversight/supervision-desk.ts';
import type { PeopleReplica } from './people/people-replica.ts';
import type { AuditTrail, PolicySource, StationIdentity, Store, TrustedClock } from './ports.ts';
import { createReceiptDesk, type ReceiptDesk } from './receipt/receipt-desk.ts';
import { createDayList, type DayListDesk } from './shift/day-list.ts';
import { createShiftDesk, type ShiftDesk } from './shift/shift-desk.ts';
import type { StaffParts } from './staff-parts.ts';

/** What a counter tells of itself: on paper, from shift to shift, to its supervisors and to auditors. */
export interface OversightParts {
  readonly receipts: ReceiptDesk;
  readonly shift: ShiftDesk;
  readonly dayList: DayListDesk;
  readonly supervision: SupervisionDesk;
  readonly insight: InsightDesk;
  readonly audit: AuditDesk;
}

/** Ties the rooms that look at what the counter did. They change nothing of it. */
export function createOversightParts(ports: {
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly client: HubClient;
  readonly outbox: Outbox;
  readonly people: PeopleReplica;
  readonly staff: Pick<StaffParts, 'key' | 'sessions'>;
  readonly ledger: CaseLedger;
}): OversightParts {
  const rest = { ...ports, staff: ports.staff.sessions, key: ports.staff.key };
  return {
    receipts: createReceiptDesk(rest),
    shift: createShiftDesk(rest),
    dayList: createDayList({ ...rest, read: ports.store.read }),
    supervision: createSupervisionDesk(rest),
    insight: createInsightDesk(rest),
    audit: createAuditDesk(rest),
  };
}
