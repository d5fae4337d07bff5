import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type {
  AvoidedSuspensions,
  CounterCase,
  KnownFactors,
} from '../../../preload/contract/models/counter.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { localDate } from '../../exchange/local-moment.ts';
import { personFactorsResponse } from '../../exchange/person-factors.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import { avoidedByDay, countAvoided } from './avoided-suspensions.ts';
import type { CaseContext, CaseDesk, CasePorts } from './case-desk.ts';
import { type CaseRecord, closeCase, type GivenTriage, openCase } from './case-table.ts';
import { keepCase, noteCase } from './keep-case.ts';
import { keepFactors, lastKnownFactors } from './person-factors.ts';
import { answerFromFactors, followTriage, giveAnswer, urgentDone } from './triage-path.ts';

type Nothing = Record<string, never>;

export interface TriageDesk {
  /**
   * What is known of the person's factors: asked of the hub, or as last known. Where they answer the question that is
   * open, it is answered with them.
   */
  factors(input: InputOf<'counter.factors'>): Promise<Result<KnownFactors>>;
  answer(input: InputOf<'counter.answer'>): Result<CounterCase>;
  acknowledge(input: InputOf<'counter.acknowledge'>): Result<CounterCase>;
  /** Ends the case with its outcome's advice, once everything urgent was acknowledged. */
  advise(input: InputOf<'counter.advise'>): Result<Nothing>;
  avoided(): Result<AvoidedSuspensions>;
}

/** The institution's questions at the counter: what was answered and advised is in the case and on record (I8). */
export function createTriageDesk(
  ports: CasePorts & { readonly desk: CaseDesk; readonly client: Pick<HubClient, 'ask'> },
): TriageDesk {
  const { store, audit, desk } = ports;

  /** The case on the desk, as long as nothing of it is signed. */
  const open = (caseId: string) => {
    const context = desk.ready();
    if (!context.ok) return context;
    const found = desk.findForOther(caseId, context.value.operator);
    if (!found.ok) return found;
    const profile = desk.profile();
    if (profile === null) return refuse('case/none');
    if (!['opened', 'checked', 'decided'].includes(found.value.state)) return refuse('case/none');
    return ok({ ...context.value, record: found.value, profile });
  };

  /** Writes new answers. What was decided on the ones before is taken back; a check that passed stays. */
  const write = (
    record: CaseRecord,
    triage: GivenTriage,
    entry: {
      readonly kind: 'triage-answered' | 'urgent-step-acknowledged';
      readonly facts: Readonly<Record<string, string>>;
    },
    { operator, policy }: CaseContext,
  ) => {
    const changed: CaseRecord = {
      ...record,
      triage,
      state: record.check === null ? 'opened' : 'checked',
      command: null,
      preparedBy: null,
    };
    store.write((database) => keepCase(database, audit, changed, { ...entry, by: operator.id }));
    return desk.show(changed, policy);
  };

  /** Answers the question that is open with what the factors tell, unless somebody was faster. */
  const answerWith = (caseId: string, known: KnownFactors): void => {
    const context = desk.ready();
    const record = openCase(store.read);
    const profile = desk.profile();
    if (!context.ok || desk.signing() || profile === null || record?.id !== caseId) return;
    if (record.state !== 'opened') return;
    const { question } = followTriage(profile, record.reason, record.triage.answers);
    const given = question === null ? null : answerFromFactors(question, record.reason, known);
    const triage = given === null ? null : giveAnswer(profile, record, given);
    if (given === null || triage === null) return;
    const { questionId: asked, optionId: answered, by } = given;
    write(
      record,
      triage,
      { kind: 'triage-answered', facts: { question: asked, answer: answered, by } },
      context.value,
    );
  };

  return {
    async factors({ caseId }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const { operator } = context.value;
      const found = desk.findForOther(caseId, operator);
      if (!found.ok) return found;
      const record = found.value;
      const { personId } = record;
      const path = '/v1/people/factors';
      const request = ports.staff.proven(path, { person: personId, case: caseId });
      const told = request.ok ? await ports.client.ask(path, request.value, personFactorsResponse) : request;
      const known: KnownFactors = told.ok
        ? { source: 'live', ...told.value }
        : lastKnownFactors(store.read, personId);
      store.write((database) => {
        if (told.ok) keepFactors(database, personId, told.value);
        noteCase(database, audit, record, {
          kind: 'factors-asked',
          by: operator.id,
          facts: { source: known.source, refusal: told.ok ? null : told.refusal.code },
        });
      });
      answerWith(caseId, known);
      return ok(known);
    },

    answer({ caseId, questionId, optionId }) {
      const opened = open(caseId);
      if (!opened.ok) return opened;
      const { record, profile } = opened.value;
      const triage = giveAnswer(profile, record, { questionId, optionId, by: 'operator' });
      if (triage === null) return refuse('call/bad-input');
      const facts = { question: questionId, answer: optionId, by: 'operator' };
      return write(record, triage, { kind: 'triage-answered', facts }, opened.value);
    },

    acknowledge({ caseId, stepId }) {
      const opened = open(caseId);
      if (!opened.ok) return opened;
      const { record, profile } = opened.value;
      const { outcome } = followTriage(profile, record.reason, record.triage.answers);
      const { acknowledged, answers } = record.triage;
      if (outcome === null || !outcome.urgent.some(({ id }) => id === stepId))
        return refuse('call/bad-input');
      if (acknowledged.includes(stepId)) return desk.show(record, opened.value.policy);
      const triage = { answers, acknowledged: [...acknowledged, stepId] };
      const facts = { outcome: outcome.id, step: stepId };
      return write(record, triage, { kind: 'urgent-step-acknowledged', facts }, opened.value);
    },

    advise({ caseId }) {
      const opened = open(caseId);
      if (!opened.ok) return opened;
      const { record, profile, operator, policy, now } = opened.value;
      const { outcome } = followTriage(profile, record.reason, record.triage.answers);
      if (outcome === null || !urgentDone(outcome, record.triage)) return refuse('case/triage-first');
      const avoided = outcome.kind === 'self-service';
      store.write((database) => {
        closeCase(database, record.id);
        if (avoided) countAvoided(database, localDate(now.toISOString(), policy.exemption.timeZone));
        noteCase(database, audit, record, {
          kind: 'case-advised',
          by: operator.id,
          facts: { outcome: outcome.id, kind: outcome.kind, avoided },
        });
      });
      ports.sink.emit('case', null);
      ports.sink.emit('suspensions', {});
      return ok({});
    },

    avoided: () => ok({ days: avoidedByDay(store.read) }),
  };
}
