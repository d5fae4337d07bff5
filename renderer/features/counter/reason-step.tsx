import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { PersonLine } from './person-line.tsx';
import { PressList } from './press-list.tsx';
import { visitReasons } from './visit-reasons.ts';

interface Properties {
  readonly person: PersonHit;
  readonly onBack: () => void;
  readonly onOpened: (opened: CounterCase) => void;
}

/** Why the visitor came: one press opens the case. What cannot wait is asked for by the institution's own questions. */
export function ReasonStep({ person, onBack, onOpened }: Properties) {
  const { text } = useText();
  const press = usePress();
  return (
    <section className="step" data-testid="case-step-reason">
      <div className="case-header">
        <PersonLine person={person} />
      </div>
      <ScreenHeading>{text('reason-step.heading')}</ScreenHeading>
      <PressList
        label={text('reason-step.heading')}
        columns={2}
        busy={press.busy}
        options={visitReasons.map((reason) => ({ id: reason, label: text(`visit.${reason}`) }))}
        onPress={(id) => {
          const reason = visitReasons.find((each) => each === id);
          if (reason === undefined) return;
          void press.run(
            () => window.madoguchi.call('counter.open', { personId: person.id, reason }),
            onOpened,
          );
        }}
      />
      <RefusalNotice refusal={press.refusal} />
      <div className="step-actions">
        <Button icon="back" onClick={onBack}>
          {text('action.back')}
        </Button>
      </div>
    </section>
  );
}
