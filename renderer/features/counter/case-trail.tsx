import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { StepTrail } from '../../ui/step-trail.tsx';
import { type DeskStep, stepsOf } from './case-step.ts';

interface Properties {
  readonly step: DeskStep;
  readonly open: CounterCase | null;
}

/** Where one stands in a case. */
export function CaseTrail({ step, open }: Properties) {
  const { text } = useText();
  const steps = stepsOf(open);
  return (
    <StepTrail
      label={text('step.trail')}
      steps={steps.map((id) => ({ id, name: text(`step.${id}`) }))}
      now={steps.indexOf(step)}
      doneWord={text('step.done')}
    />
  );
}
