import { useState } from 'react';
import type { EnrolmentState } from '../../../preload/contract/models/operators.ts';
import { useText } from '../../app/language.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { Button } from '../../ui/button.tsx';
import { EnrolmentCodeStep } from './enrolment-code-step.tsx';
import { EnrolmentDoneStep } from './enrolment-done-step.tsx';
import { EnrolmentKeyStep } from './enrolment-key-step.tsx';
import { type EnrolmentStep, EnrolmentTrail } from './enrolment-trail.tsx';
import '../../ui/page.css';
import './operators.css';

/** From a one-time code to a registration that counts: code, two keys with a test signature each, done. */
export function EnrolmentPage({ onLeave }: { readonly onLeave: () => void }) {
  const { text } = useText();
  const [state, setState] = useState<EnrolmentState | null>(null);
  const [done, setDone] = useState(false);
  const leave = () => {
    void window.madoguchi.call('enrolment.abandon', {});
    onLeave();
  };
  const step: EnrolmentStep = done
    ? 'done'
    : state === null
      ? 'code'
      : state.keys.length === 0
        ? 'first'
        : 'second';
  return (
    <div className="page" data-testid={`enrolment-${step}`}>
      <header className="screen-head">
        <Button strength="quiet" icon="back" onClick={leave}>
          {text(done || state === null ? 'staff.back' : 'enrol.abandon')}
        </Button>
        <ScreenCorner />
      </header>
      <main className="page-column enrolment-column">
        <EnrolmentTrail step={step} />
        {state === null && <EnrolmentCodeStep onOpened={setState} />}
        {state !== null && !done && (
          <EnrolmentKeyStep
            key={state.keys.length}
            state={state}
            onMoved={setState}
            onFinished={() => setDone(true)}
            onOver={() => setState(null)}
          />
        )}
        {state !== null && done && <EnrolmentDoneStep state={state} onLeave={onLeave} />}
      </main>
    </div>
  );
}
