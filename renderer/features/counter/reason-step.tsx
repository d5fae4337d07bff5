import { useState } from 'react';
import type { CounterCase, VisitReason } from '../../../preload/contract/models/counter.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { PersonFailuresNotice } from './person-failures.tsx';
import { PersonLine } from './person-line.tsx';
import { urgentReasons, visitReasons } from './visit-reasons.ts';

interface Properties {
  readonly person: PersonSummary;
  readonly onBack: () => void;
  readonly onOpened: (opened: CounterCase) => void;
}

/** Why the visitor came. Theft and unexpected prompts come with a step that cannot wait for the case. */
export function ReasonStep({ person, onBack, onOpened }: Properties) {
  const { text } = useText();
  const press = usePress();
  const [reason, setReason] = useState<VisitReason | null>(null);
  const urgent = urgentReasons.find((each) => each === reason);
  return (
    <section className="step" data-testid="case-step-reason">
      <div className="case-header">
        <PersonLine person={person} />
      </div>
      <PersonFailuresNotice key={person.id} personId={person.id} />
      <ScreenHeading>{text('reason-step.heading')}</ScreenHeading>
      <Choices
        label={text('reason-step.heading')}
        labelHidden
        columns={2}
        value={reason}
        onChoose={setReason}
        choices={visitReasons.map((value) => ({ value, label: text(`visit.${value}`) }))}
      />
      {urgent !== undefined && (
        <Notice tone="warn" live="polite">
          <p>{text(`visit-advice.${urgent}`)}</p>
        </Notice>
      )}
      <RefusalNotice refusal={press.refusal} />
      <div className="step-actions">
        <Button icon="back" onClick={onBack}>
          {text('action.back')}
        </Button>
        <Button
          strength="strong"
          size="large"
          busy={press.busy}
          disabled={reason === null}
          onClick={() => {
            if (reason === null) return;
            void press.run(
              () => window.madoguchi.call('counter.open', { personId: person.id, reason }),
              onOpened,
            );
          }}
        >
          {text('reason-step.next')}
        </Button>
      </div>
    </section>
  );
}
