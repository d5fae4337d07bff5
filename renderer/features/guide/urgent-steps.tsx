import type { TriageOutcome } from '../../../preload/contract/models/triage.ts';
import { useText } from '../../app/language.tsx';
import { CheckMark } from '../../ui/check-mark.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useGuideText } from './guide-text.ts';

interface Properties {
  readonly urgent: TriageOutcome['urgent'];
  readonly done: readonly string[];
  readonly onDone: (done: readonly string[]) => void;
  readonly left: number;
}

/** What must be done before anything else; each is ticked by whoever has done it. */
export function UrgentSteps({ urgent, done, onDone, left }: Properties) {
  const { localized } = useText();
  const speak = useGuideText();
  if (urgent.length === 0) return null;
  return (
    <fieldset className="guide-urgent tone-bad">
      <legend>
        <Icon name="warning" />
        {speak('guide.urgent.heading')}
      </legend>
      <p>{speak('guide.urgent.lead')}</p>
      {urgent.map((step) => (
        <CheckMark
          key={step.id}
          checked={done.includes(step.id)}
          onChange={(ticked) => onDone(ticked ? [...done, step.id] : done.filter((id) => id !== step.id))}
        >
          {localized(step.text)}
        </CheckMark>
      ))}
      <p role="status" className="guide-status">
        {speak('guide.urgent.left', { count: left })}
      </p>
    </fieldset>
  );
}
