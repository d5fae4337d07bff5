import type { AskedQuestion, CaseTriage, KnownFactors } from '../../../preload/contract/models/counter.ts';
import type { OperationId, TriageOutcome, TriageQuestion } from '../../../preload/contract/models/triage.ts';
import type { VisitReason } from '../../../preload/contract/models/visit.ts';
import type { Profile } from '../../profile/profile.ts';
import { guidesOf, operationOf, triageOutcome, triageQuestion } from '../../profile/profiles.ts';
import type { CaseRecord, GivenTriage } from './case-table.ts';

type Answer = GivenTriage['answers'][number];

/** Where the reason and the answers lead in a profile's tree. */
export interface TriagePath {
  readonly steps: readonly {
    readonly question: TriageQuestion;
    readonly option: TriageQuestion['options'][number];
    readonly by: 'reason' | Answer['by'];
  }[];
  /** What is to be asked now; null once there is an outcome. */
  readonly question: TriageQuestion | null;
  readonly outcome: TriageOutcome | null;
}

/** Follows the tree from its start. What was answered off the path doesn't count, and no tree leads round for ever. */
export function followTriage(
  profile: Profile,
  reason: VisitReason,
  answers: GivenTriage['answers'],
): TriagePath {
  const steps: TriagePath['steps'][number][] = [];
  let question = triageQuestion(profile, profile.triage.start);
  while (question !== null && steps.length <= profile.triage.questions.length) {
    const step = answerOf(question, reason, answers);
    if (step === null) return { steps, question, outcome: null };
    steps.push(step);
    const { next } = step.option;
    if ('outcome' in next) return { steps, question: null, outcome: triageOutcome(profile, next.outcome) };
    question = triageQuestion(profile, next.question);
  }
  return { steps, question: null, outcome: null };
}

function answerOf(
  question: TriageQuestion,
  reason: VisitReason,
  answers: GivenTriage['answers'],
): TriagePath['steps'][number] | null {
  // Settled when the case was opened.
  const settled = question.options.find((option) => option.reason === reason);
  if (question.fact === 'what-happened' && settled !== undefined)
    return { question, option: settled, by: 'reason' };
  const answer = answers.find(({ questionId }) => questionId === question.id);
  const option = question.options.find(({ id }) => id === answer?.optionId);
  return answer === undefined || option === undefined ? null : { question, option, by: answer.by };
}

/**
 * The answers with one more, or with an earlier one given anew: what was answered after it is taken back, and so are
 * acknowledgements. Null for a question that is not on the path, is settled by the reason, or has no such option.
 */
export function giveAnswer(profile: Profile, record: CaseRecord, given: Answer): GivenTriage | null {
  const path = followTriage(profile, record.reason, record.triage.answers);
  const earlier = path.steps.findIndex(({ question }) => question.id === given.questionId);
  const asked = earlier === -1 ? path.question : path.steps[earlier]?.question;
  if (asked?.id !== given.questionId || path.steps[earlier]?.by === 'reason') return null;
  if (!asked.options.some(({ id }) => id === given.optionId)) return null;
  const kept = (earlier === -1 ? path.steps : path.steps.slice(0, earlier)).flatMap(
    ({ question, option, by }) =>
      by === 'reason' ? [] : [{ questionId: question.id, optionId: option.id, by }],
  );
  return { answers: [...kept, given], acknowledged: [] };
}

/** Reasons of which the one factor that somebody has is the one that is out of reach. */
const factorIsMissing: readonly VisitReason[] = [
  'forgotten',
  'lost-or-stolen',
  'replaced',
  'broken',
  'number-changed',
  'app-deleted',
];

/**
 * What factors that were asked just now tell of a question: that no other method works, where none is registered but the
 * one that is missing. That one does work, nobody but the visitor can say.
 */
export function answerFromFactors(
  question: TriageQuestion,
  reason: VisitReason,
  known: KnownFactors,
): Answer | null {
  if (known.source !== 'live' || question.fact !== 'another-method-works') return null;
  const counting = known.factors.filter(({ counts }) => counts).length;
  const none = counting === 0 || (counting === 1 && factorIsMissing.includes(reason));
  const no = question.options.find(({ id }) => id === 'no');
  return none && no !== undefined ? { questionId: question.id, optionId: no.id, by: 'factors' } : null;
}

/** Whether everything that cannot wait was acknowledged. */
export function urgentDone(outcome: TriageOutcome, triage: GivenTriage): boolean {
  return outcome.urgent.every(({ id }) => triage.acknowledged.includes(id));
}

/**
 * What the institution itself does about an outcome, by its connector or by hand, for somebody who proved who they are. A
 * form on paper is checked where it is handed in.
 */
export function checkedOperations(profile: Profile, outcome: TriageOutcome): readonly OperationId[] {
  return outcome.operations.filter((id) => {
    const operation = operationOf(profile, id);
    return (
      operation !== null && id !== 'paper-form' && operation.by !== 'person' && operation.identity !== 'none'
    );
  });
}

/** A case's triage as windows see it. */
export function viewTriage(profile: Profile, record: CaseRecord): CaseTriage {
  const { steps, question, outcome } = followTriage(profile, record.reason, record.triage.answers);
  return {
    path: steps.map((step) => ({
      question: viewQuestion(step.question),
      optionId: step.option.id,
      by: step.by,
    })),
    question: question === null ? null : viewQuestion(question),
    outcome: outcome === null ? null : viewOutcome(profile, outcome, record.triage),
    mayContinue:
      outcome !== null &&
      urgentDone(outcome, record.triage) &&
      checkedOperations(profile, outcome).length > 0,
  };
}

function viewQuestion({ id, text, options }: TriageQuestion): AskedQuestion {
  return { id, text, options: options.map((option) => ({ id: option.id, label: option.label })) };
}

function viewOutcome(
  profile: Profile,
  outcome: TriageOutcome,
  triage: GivenTriage,
): NonNullable<CaseTriage['outcome']> {
  return {
    id: outcome.id,
    kind: outcome.kind,
    title: outcome.title,
    urgent: outcome.urgent.map(({ id, text }) => ({
      id,
      text,
      acknowledged: triage.acknowledged.includes(id),
    })),
    steps: outcome.steps,
    guides: guidesOf(profile, outcome.guides).map(({ id, title, steps }) => ({ id, title, steps })),
    bring: outcome.bring,
    office: outcome.office,
    operations: outcome.operations.flatMap((id) => {
      const operation = operationOf(profile, id);
      if (operation === null) return [];
      const { label, by, days, note } = operation;
      return [{ id, label, by, days, note, carriedOut: checkedOperations(profile, outcome).includes(id) }];
    }),
    assumed: outcome.assumed === true,
  };
}
