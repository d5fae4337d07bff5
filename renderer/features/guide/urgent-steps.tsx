import type { TriageOutcome } from '../../../preload/contract/models/triage.ts';
import { useText } from '../../app/language.tsx';
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
        <Icon name="warning" /> {speak('guide.urgent.heading')}
      </legend>
      <p>{speak('guide.urgent.lead')}</p>
      {urgent.map((step) => (
        <label key={step.id} className="guide-tick">
          <input
            type="checkbox"
            checked={done.includes(step.id)}
            onChange={(event) =>
              onDone(event.target.checked ? [...done, step.id] : done.filter((id) => id !== step.id))
            }
          />
          <span>{localized(step.text)}</span>
        </label>
      ))}
      <p role="status" className="guide-status">
        {left === 0 ? '' : speak('guide.urgent.left', { count: left })}
      </p>
    </fieldset>
  );
}
