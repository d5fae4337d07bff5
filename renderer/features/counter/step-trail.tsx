import { useText } from '../../app/language.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type DeskStep, deskSteps } from './case-step.ts';

/** Where one stands in a case: done, now, and still to come. */
export function StepTrail({ step }: { readonly step: DeskStep }) {
  const { text } = useText();
  const now = deskSteps.indexOf(step);
  return (
    <ol className="step-trail" aria-label={text('step.trail')}>
      {deskSteps.map((name, index) => (
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
