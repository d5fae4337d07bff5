import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type DeskStep, stepsOf } from './case-step.ts';

interface Properties {
  readonly step: DeskStep;
  readonly open: CounterCase | null;
}

/** Where one stands in a case: done, now, and still to come. */
export function StepTrail({ step, open }: Properties) {
  const { text } = useText();
  const steps = stepsOf(open);
  const now = steps.indexOf(step);
  return (
    <ol className="step-trail" aria-label={text('step.trail')}>
      {steps.map((name, index) => (
        <li
          key={name}
          className={index < now ? 'step-done' : index === now ? 'step-now' : 'step-later'}
          aria-current={index === now ? 'step' : undefined}
        >
          <span className="step-number">{index < now ? <Icon name="check" /> : index + 1}</span>
          <span className="step-name">
            {text(`step.${name}`)}
            {index < now && <span className="visually-hidden">{text('step.done')}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
