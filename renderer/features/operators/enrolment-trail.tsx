import { useText } from '../../app/language.tsx';
import { Icon } from '../../ui/icon.tsx';

const steps = ['code', 'first', 'second', 'done'] as const;
export type EnrolmentStep = (typeof steps)[number];

/** How far the registration is. */
export function EnrolmentTrail({ step }: { readonly step: EnrolmentStep }) {
  const { text } = useText();
  const now = steps.indexOf(step);
  return (
    <ol className="enrolment-trail" aria-label={text('enrol.steps')}>
      {steps.map((name, index) => {
        const done = index < now || step === 'done';
        return (
          <li
            key={name}
            className={done ? 'enrolment-step-done' : index === now ? 'enrolment-step-now' : ''}
            aria-current={index === now ? 'step' : undefined}
          >
            <span className="enrolment-step-number">{done ? <Icon name="check" /> : index + 1}</span>
            {text(`enrol.step-${name}`)}
          </li>
        );
      })}
    </ol>
  );
}
