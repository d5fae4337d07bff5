import { Icon } from './icon.tsx';
import './step-trail.css';

interface Properties {
  readonly label: string;
  readonly steps: readonly { readonly id: string; readonly name: string }[];
  /** Where one stands, from 0; as many as there are steps once all of them are done. */
  readonly now: number;
  /** Said after the name of a step that is done; its drawing says it to the eye. */
  readonly doneWord: string;
}

/** Where one stands on a way of a few steps: done, now, and still to come. */
export function StepTrail({ label, steps, now, doneWord }: Properties) {
  return (
    <ol className="step-trail" aria-label={label}>
      {steps.map(({ id, name }, index) => (
        <li
          key={id}
          className={index < now ? 'step-done' : index === now ? 'step-now' : 'step-later'}
          aria-current={index === now ? 'step' : undefined}
        >
          <span className="step-number">{index < now ? <Icon name="check" /> : index + 1}</span>
          <span className="step-name">
            {name}
            {index < now && <span className="visually-hidden">{doneWord}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
