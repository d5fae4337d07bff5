import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { PersonLine } from './person-line.tsx';
import { ReasonChoice } from './reason-choice.tsx';

interface Properties {
  readonly person: PersonHit;
  readonly onBack: () => void;
  readonly onOpened: (opened: CounterCase) => void;
}

/** Why the visitor came: one press opens the case. What cannot wait is asked for by the institution's own questions. */
export function ReasonStep({ person, onBack, onOpened }: Properties) {
  const { text } = useText();
  return (
    <section className="step" data-testid="case-step-reason">
      <div className="case-header">
        <PersonLine person={person} furigana />
      </div>
      <ScreenHeading>{text('reason-step.heading')}</ScreenHeading>
      <ReasonChoice person={person} onOpened={onOpened} />
      <div className="step-actions">
        <Button icon="back" data-way="back" onClick={onBack}>
          {text('action.back')}
        </Button>
      </div>
    </section>
  );
}
