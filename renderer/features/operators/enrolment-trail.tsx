import { useText } from '../../app/language.tsx';
import { StepTrail } from '../../ui/step-trail.tsx';

const steps = ['code', 'first', 'second', 'done'] as const;
export type EnrolmentStep = (typeof steps)[number];

/** How far the registration is. */
export function EnrolmentTrail({ step }: { readonly step: EnrolmentStep }) {
  const { text } = useText();
  return (
    <StepTrail
      label={text('enrol.steps')}
      steps={steps.map((id) => ({ id, name: text(`enrol.step-${id}`) }))}
      now={step === 'done' ? steps.length : steps.indexOf(step)}
      doneWord={text('step.done')}
    />
  );
}
