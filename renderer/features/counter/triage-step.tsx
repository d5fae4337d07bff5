import { useState } from 'react';
import type { AskedQuestion, CaseTriage, CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { FactorsPanel } from './factors-panel.tsx';
import { PressList } from './press-list.tsx';
import { OutcomeAdvice, UrgentSteps } from './triage-outcome.tsx';

interface Properties {
  readonly open: CounterCase;
  readonly triage: CaseTriage;
  readonly onChanged: (next: CounterCase) => void;
  readonly onEnded: () => void;
  /** Goes on to the check; only once the case has reached it. */
  readonly onContinue: () => void;
}

/** The institution's questions one by one, then what they lead to. What cannot wait comes before everything else. */
export function TriageStep({ open, triage, onChanged, onEnded, onContinue }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const [again, setAgain] = useState<string | null>(null);
  const earlier = triage.path.find(({ question }) => question.id === again)?.question ?? null;
  const { outcome } = triage;
  const urgentLeft = outcome?.urgent.some(({ acknowledged }) => !acknowledged) ?? false;

  const answer = (question: AskedQuestion, optionId: string) =>
    void press.run(
      () => window.madoguchi.call('counter.answer', { caseId: open.id, questionId: question.id, optionId }),
      (next) => {
        setAgain(null);
        onChanged(next);
      },
    );
  const acknowledge = (stepId: string) =>
    void press.run(
      () => window.madoguchi.call('counter.acknowledge', { caseId: open.id, stepId }),
      onChanged,
    );

  const asked = earlier ?? triage.question;
  return (
    <section className="step triage">
      <div className="triage-main">
        <Answers triage={triage} onAgain={setAgain} />
        {asked !== null && (
          <>
            <ScreenHeading key={asked.id}>{localized(asked.text)}</ScreenHeading>
            <PressList
              label={localized(asked.text)}
              options={asked.options.map(({ id, label }) => ({ id, label: localized(label) }))}
              busy={press.busy}
              onPress={(optionId) => answer(asked, optionId)}
            />
          </>
        )}
        {asked === null && outcome === null && <Notice tone="bad" title={text('triage.nowhere')} />}
        {asked === null && outcome !== null && (
          <>
            <ScreenHeading>{localized(outcome.title)}</ScreenHeading>
            {outcome.urgent.length > 0 && (
              <UrgentSteps urgent={outcome.urgent} busy={press.busy} onDone={acknowledge} />
            )}
            {!urgentLeft && <OutcomeAdvice outcome={outcome} />}
            {!urgentLeft && !triage.mayContinue && <p>{text('triage.no-suspension')}</p>}
          </>
        )}
        <RefusalNotice refusal={press.refusal} />
        {asked === null && outcome !== null && !urgentLeft && (
          <div className="step-actions">
            <Button
              strength={triage.mayContinue ? 'plain' : 'strong'}
              size="large"
              busy={press.busy}
              onClick={() =>
                void press.run(() => window.madoguchi.call('counter.advise', { caseId: open.id }), onEnded)
              }
            >
              {text('triage.advise')}
            </Button>
            {triage.mayContinue && (
              <Button strength="strong" size="large" onClick={onContinue}>
                {text('triage.continue')}
              </Button>
            )}
          </div>
        )}
      </div>
      <FactorsPanel caseId={open.id} />
    </section>
  );
}

interface AnswersProperties {
  readonly triage: CaseTriage;
  readonly onAgain: (questionId: string) => void;
}

/** What was answered so far and by whom; any answer but the reason of the visit can be given anew. */
function Answers({ triage, onAgain }: AnswersProperties) {
  const { text, localized } = useText();
  const given = triage.path.filter(({ by }) => by !== 'reason');
  if (given.length === 0) return null;
  return (
    <ul className="triage-answers" aria-label={text('triage.answers')}>
      {given.map(({ question, optionId, by }) => (
        <li key={question.id}>
          <span className="triage-asked">{localized(question.text)}</span>
          <strong>
            {localized(question.options.find(({ id }) => id === optionId)?.label ?? question.text)}
          </strong>
          {by === 'factors' && <span className="triage-by">{text('triage.by-factors')}</span>}
          <Button strength="quiet" icon="undo" onClick={() => onAgain(question.id)}>
            {text('triage.change')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
