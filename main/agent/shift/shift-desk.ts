import { randomUUID } from 'node:crypto';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ShiftState } from '../../../preload/contract/models/shift.ts';
import type { WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { canonicalJson, sha256Base64url } from '../../exchange/canonical-json.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { AuditTrail, Caller, StationIdentity, Store, TrustedClock } from '../ports.ts';
import type { OperatorKey } from '../staff/operator-key.ts';
import { operatorName } from '../staff/operator-registry.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import type { AnsweredByWindow } from '../suspension/command-touch.ts';
import {
  giveHandOver,
  type HandOver,
  type HandOverContent,
  lastTaken,
  openHandOver,
  takeHandOver,
  withdrawHandOver,
} from './hand-over-table.ts';
import { shiftItems } from './shift-items.ts';

export interface ShiftDesk {
  state(): Result<ShiftState>;
  give(): Result<ShiftState>;
  withdraw(input: InputOf<'shift.withdraw'>): Result<ShiftState>;
  /** The signed-in operator's key signs the digest of what was handed over; nobody takes their own. */
  take(input: InputOf<'shift.take'>): Promise<Result<ShiftState>>;
  takeOptions(input: InputOf<'shift.takeOptions'>, caller: Caller): Result<WebAuthnRequest>;
  takeWith(input: InputOf<'shift.takeWith'>, caller: Caller): Promise<Result<ShiftState>>;
}

/** The hand-over from one shift to the next: written down, signed by who takes it, and on record (I8). */
export function createShiftDesk(ports: {
  readonly store: Store;
  readonly clock: Pick<TrustedClock, 'now'>;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly staff: Pick<StaffSessions, 'operator' | 'current'>;
  readonly key: OperatorKey;
  readonly people: Pick<PeopleReplica, 'get'>;
  readonly outbox: Pick<Outbox, 'list'>;
}): ShiftDesk {
  const { store, audit, clock } = ports;
  const items = () => shiftItems({ read: store.read, people: ports.people, outbox: ports.outbox });

  const show = (operator: OperatorRecord): Result<ShiftState> => {
    const open = openHandOver(store.read);
    const last = lastTaken(store.read);
    return ok({
      now: items(),
      open:
        open === null
          ? null
          : {
              id: open.content.id,
              by: operatorName(store.read, open.content.by),
              own: open.content.by === operator.id,
              at: open.content.at,
              counts: countsOf(open.content),
            },
      last:
        last === null || last.takenBy === null || last.takenAt === null
          ? null
          : {
              by: operatorName(store.read, last.content.by),
              at: last.content.at,
              takenBy: operatorName(store.read, last.takenBy),
              takenAt: last.takenAt,
            },
    });
  };

  const named = (handOverId: string): Result<HandOver> => {
    const open = openHandOver(store.read);
    return open?.content.id === handOverId ? ok(open) : refuse('shift/none-given');
  };

  /** The hand-over that the signed-in operator may take now, and what their key is to sign. */
  const takeable = (handOverId: string) => {
    const operator = ports.staff.operator();
    if (!operator.ok) return operator;
    // A code signs nothing: whoever takes a shift does it with their own touch.
    if (ports.staff.current()?.method !== 'key') return refuse('staff/key-sign-in-needed');
    const open = named(handOverId);
    if (!open.ok) return open;
    if (open.value.content.by === operator.value.id) return refuse('shift/own');
    return ok({
      operator: operator.value,
      content: open.value.content,
      challenge: takingDigest(open.value.content, operator.value.id),
    });
  };

  const take = async (handOverId: string, answered: AnsweredByWindow | null): Promise<Result<ShiftState>> => {
    const before = takeable(handOverId);
    if (!before.ok) return before;
    const { challenge, operator } = before.value;
    const proof =
      answered === null
        ? await ports.key.prove('take-shift', challenge, operator.id)
        : await ports.key.accept('take-shift', answered.answer, challenge, answered.caller);
    if (!proof.ok) return proof;
    // While the touch was waited for, it may have been taken or withdrawn, and another may sit here.
    const after = takeable(handOverId);
    if (!after.ok) return after;
    const { assertion, owner } = proof.value;
    if (after.value.operator.id !== operator.id || owner.operator.id !== operator.id)
      return refuse('staff/unknown-credential');
    const at = clock.now().toISOString();
    store.write((database) => {
      takeHandOver(database, handOverId, { by: operator.id, at, assertion });
      audit.append(database, {
        kind: 'shift-taken',
        actor: { type: 'operator', id: operator.id },
        subject: null,
        facts: {
          handOver: handOverId,
          from: after.value.content.by,
          digest: sha256Base64url(canonicalJson(after.value.content)),
          ...countsOf(after.value.content),
        },
        detail: null,
      });
    });
    return show(operator);
  };

  return {
    state() {
      const operator = ports.staff.operator();
      return operator.ok ? show(operator.value) : operator;
    },

    give() {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const now = items();
      const content: HandOverContent = {
        v: 1,
        id: randomUUID(),
        institution: enrolment.institution.id,
        station: enrolment.station.id,
        by: operator.value.id,
        at: clock.now().toISOString(),
        drafts: now.drafts.map(({ caseId }) => caseId),
        approvals: now.approvals.map(({ caseId }) => caseId),
        calls: now.calls.map(({ caseId }) => caseId),
        unsent: now.unsent.map(({ commandId }) => commandId),
        reviews: now.reviews.map(({ commandId }) => commandId),
      };
      store.write((database) => {
        giveHandOver(database, content);
        audit.append(database, {
          kind: 'shift-given',
          actor: { type: 'operator', id: operator.value.id },
          subject: null,
          facts: {
            handOver: content.id,
            digest: sha256Base64url(canonicalJson(content)),
            ...countsOf(content),
          },
          detail: null,
        });
      });
      return show(operator.value);
    },

    withdraw({ handOverId }) {
      const operator = ports.staff.operator();
      if (!operator.ok) return operator;
      const open = named(handOverId);
      if (!open.ok) return open;
      if (open.value.content.by !== operator.value.id) return refuse('staff/not-permitted');
      store.write((database) => {
        withdrawHandOver(database, handOverId, clock.now().toISOString());
        audit.append(database, {
          kind: 'shift-withdrawn',
          actor: { type: 'operator', id: operator.value.id },
          subject: null,
          facts: { handOver: handOverId },
          detail: null,
        });
      });
      return show(operator.value);
    },

    take: ({ handOverId }) => take(handOverId, null),

    takeOptions({ handOverId }, caller) {
      const found = takeable(handOverId);
      if (!found.ok) return found;
      const { challenge, operator } = found.value;
      return ports.key.request(
        { purpose: 'take-shift', challenge, only: operator.id, command: null },
        caller,
      );
    },

    takeWith: ({ handOverId, answer }, caller) => take(handOverId, { answer, caller }),
  };
}

/** What the taker's key signs: who takes exactly what, base64url. */
export function takingDigest(content: HandOverContent, by: string): string {
  return sha256Base64url(
    canonicalJson({ v: 1, kind: 'take-shift', handOver: sha256Base64url(canonicalJson(content)), by }),
  );
}

function countsOf({ drafts, approvals, calls, unsent, reviews }: HandOverContent) {
  return {
    drafts: drafts.length,
    approvals: approvals.length,
    calls: calls.length,
    unsent: unsent.length,
    reviews: reviews.length,
  };
}
