import type { EnrolmentState } from '../../../preload/contract/models/operators.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';

interface Properties {
  readonly state: EnrolmentState;
  readonly onLeave: () => void;
}

/** The registration counts: on to the first sign-in. */
export function EnrolmentDoneStep({ state, onLeave }: Properties) {
  const { text, localized } = useText();
  return (
    <div className="enrolment-form">
      <ScreenHeading>{text('enrol.done-heading')}</ScreenHeading>
      <Notice tone="good" title={`${localized(state.operator.name)} (${state.operator.id})`}>
        <p>{text('enrol.done')}</p>
      </Notice>
      <Button strength="strong" size="large" icon="key" onClick={onLeave}>
        {text('staff.back')}
      </Button>
    </div>
  );
}
