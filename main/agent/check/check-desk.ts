import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CheckView, ParkedCase } from '../../../preload/contract/models/check.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { IdentityCheck, Portrait } from '../../../preload/contract/models/identity.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { CaseDesk, CasePorts } from '../counter/case-desk.ts';
import { type CaseRecord, openCase, parkCase, parkedCases, saveCase } from '../counter/case-table.ts';
import { type CaseEntry, noteCase } from '../counter/keep-case.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { WritableDatabase } from '../ports.ts';
import { operatorName } from '../staff/operator-registry.ts';
import { callerPageOf, callsOf, noteCall, numberEnds, standingCall } from './call-back.ts';
import { allAcknowledged, checkRule, needsPage, phonePoints } from './check-rule.ts';
import { phoneHours, viewCheck } from './check-view.ts';
import { endFailedCheck } from './end-failed-check.ts';
import { joinPage } from './join-page.ts';
import { conflictsOf, conflictsSeen } from './person-news.ts';
import { particularsOf } from './person-particulars.ts';

type Nothing = Record<string, never>;

export interface CheckDesk {
  view(input: InputOf<'check.view'>): Result<CheckView>;
  portrait(input: InputOf<'check.portrait'>): Result<{ portrait: Portrait | null }>;
  call(input: InputOf<'check.call'>): Result<CheckView>;
  page(input: InputOf<'check.page'>): Promise<Result<CheckView>>;
  recordCall(input: InputOf<'check.recordCall'>): Result<CounterCase>;
  doubt(input: InputOf<'check.doubt'>): Result<Nothing>;
  park(input: InputOf<'check.park'>): Result<Nothing>;
  takeUp(input: InputOf<'check.takeUp'>): Result<CounterCase>;
  parked(): Result<ParkedCase[]>;
  goOn(input: InputOf<'check.goOn'>): Result<CheckView>;
}

/**
 * The check beside its documents: the call back, doubts, cases that wait for a call, and what came about meanwhile. Every step
 * is on record (I8); none is taken on the operator's own account (I4).
 */
export function createCheckDesk(
  ports: CasePorts & { readonly desk: CaseDesk; readonly client: Pick<HubClient, 'ask'> },
): CheckDesk {
  const { store, audit, desk } = ports;

  const record = (
    kind: CaseEntry['kind'],
    of: CaseRecord,
    operator: { readonly id: string },
    facts: NonNullable<CaseEntry['facts']>,
    alsoWrite: (database: WritableDatabase) => void = () => undefined,
  ) =>
    store.write((database) => {
      alsoWrite(database);
      noteCase(database, audit, of, { kind, by: operator.id, facts });
    });

  return {
    view({ caseId }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const found = openCase(store.read);
      if (found === null || found.id !== caseId) return refuse('case/none');
      return viewCheck(ports, found, context.value);
    },

    portrait({ caseId }) {
      const found = desk.findChecking(caseId);
      if (!found.ok) return found;
      const { record: of, operator } = found.value;
      const { portrait } = particularsOf(store.read, of.personId);
      if (portrait !== null) record('portrait-shown', of, operator, {});
      return ok({ portrait });
    },

    call({ caseId, result }) {
      const found = desk.findChecking(caseId);
      if (!found.ok) return found;
      const { record: of, operator, now, policy } = found.value;
      const profile = desk.profile();
      if (profile === null || !checkRule(profile, of, policy).methods.includes('phone'))
        return refuse('case/phone-not-allowed');
      if (!phoneHours(profile, { policy, now }).open) return refuse('case/phone-closed');
      const { telephone } = particularsOf(store.read, of.personId);
      if (telephone === null) return refuse('case/no-number-on-file');
      const attempt = { at: now.toISOString(), by: operator.id, result, numberEnds: numberEnds(telephone) };
      record('called-back', of, operator, { result }, (database) => noteCall(database, of.id, attempt));
      desk.show(of, policy);
      return viewCheck(ports, of, found.value);
    },

    page: (input) => joinPage(ports, input),

    recordCall({ caseId, answers, prompts }) {
      const found = desk.findChecking(caseId);
      if (!found.ok) return found;
      const { record: of, operator, now, policy } = found.value;
      const profile = desk.profile();
      const rule = checkRule(profile, of, policy);
      if (profile === null || !rule.methods.includes('phone')) return refuse('case/phone-not-allowed');
      const { telephone } = particularsOf(store.read, of.personId);
      if (telephone === null) return refuse('case/no-number-on-file');
      const page = callerPageOf(store.read, of.id);
      if (page === null && needsPage(rule)) return refuse('case/no-waiting-page');
      const call = standingCall(callsOf(store.read, of.id), numberEnds(telephone), now);
      // Who was reached speaks to the one who called: another operator calls again.
      if (call === null || call.by !== operator.id) return refuse('case/no-call');
      const points = phonePoints(profile);
      const passed = Object.values(answers).every(Boolean);
      const check: IdentityCheck = {
        documents: [],
        outcome: passed ? 'passed' : 'failed',
        checkedAt: now.toISOString(),
        phone: {
          calledBackAt: call.at,
          numberEnds: call.numberEnds,
          answers,
          ...(page === null ? {} : { page: page.reference }),
        },
        prompts: points.map(({ id }) => id),
      };
      if (!passed) {
        const reasons = ['answers-differ'] as const;
        endFailedCheck(ports, { record: of, by: operator.id, now, method: 'phone', reasons, check });
        return refuse('case/check-failed');
      }
      if (!allAcknowledged(points, prompts)) return refuse('case/prompts-open');
      const kept: CaseRecord = { ...of, state: 'checked', check, command: null, preparedBy: null };
      const facts = { outcome: 'passed', method: 'phone', prompts: points.map(({ id }) => id).join(' ') };
      record('check-recorded', of, operator, facts, (database) => saveCase(database, kept));
      return desk.show(kept, policy);
    },

    doubt({ caseId, method }) {
      const found = desk.findChecking(caseId);
      if (!found.ok) return found;
      const { record: of, operator, now } = found.value;
      endFailedCheck(ports, { record: of, by: operator.id, now, method, reasons: ['doubt'], check: null });
      return ok({});
    },

    park({ caseId }) {
      const found = desk.findChecking(caseId);
      if (!found.ok) return found;
      const { record: of, operator, now, policy } = found.value;
      if (!checkRule(desk.profile(), of, policy).methods.includes('phone'))
        return refuse('case/phone-not-allowed');
      record('case-parked', of, operator, {}, (database) => parkCase(database, of.id, now.toISOString()));
      ports.sink.emit('case', null);
      return ok({});
    },

    takeUp({ caseId }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const { operator, policy } = context.value;
      if (desk.signing()) return refuse('key/busy');
      if (openCase(store.read) !== null) return refuse('case/already-open');
      const parked = parkedCases(store.read).find(({ id }) => id === caseId);
      if (parked === undefined) return refuse('case/none');
      if (parked.personId === operator.person) return refuse('case/own-account');
      const { parkedAt, ...of } = parked;
      if (ports.people.get(of.personId) === undefined) return refuse('person/unknown');
      const facts = { since: parkedAt, openedBy: of.openedBy };
      record('case-taken-up', of, operator, facts, (database) => parkCase(database, of.id, null));
      desk.handOver(of.id, operator.id);
      return desk.show(of, policy);
    },

    parked() {
      const context = desk.ready();
      if (!context.ok) return context;
      const { now, policy } = context.value;
      const profile = desk.profile();
      const hours = profile === null ? null : phoneHours(profile, { policy, now });
      return ok(
        parkedCases(store.read).flatMap((of): ParkedCase[] => {
          const person = ports.people.get(of.personId);
          if (person === undefined) return [];
          const { id, number, name, kana } = person;
          return [
            {
              caseId: of.id,
              person: { id, number, name, kana },
              openedBy: operatorName(store.read, of.openedBy),
              parkedAt: of.parkedAt,
              attempts: callsOf(store.read, of.id).length,
              open: hours?.open ?? false,
              closesAt: hours?.closesAt ?? null,
            },
          ];
        }),
      );
    },

    goOn({ caseId, positions }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const { operator, policy } = context.value;
      const found = desk.findForOther(caseId, operator);
      if (!found.ok) return found;
      const of = found.value;
      const standing = conflictsOf(store.read, of).filter(({ position }) => positions.includes(position));
      if (standing.length > 0) {
        const facts = { causes: standing.map(({ cause }) => cause).join(' ') };
        record('conflict-seen', of, operator, facts, (database) =>
          conflictsSeen(
            database,
            of.id,
            standing.map(({ position }) => position),
          ),
        );
        desk.show(of, policy);
      }
      return viewCheck(ports, of, context.value);
    },
  };
}
