import { type SyntheticEvent, useState } from 'react';
import type { EnrolmentState } from '../../../preload/contract/models/operators.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface Properties {
  readonly state: EnrolmentState;
  readonly onMoved: (state: EnrolmentState) => void;
  readonly onFinished: () => void;
  /** The code is no longer good: begin anew. */
  readonly onOver: () => void;
}

/** How many keys are asked for; fewer count only where the policy says so. */
const asked = 2;

/** One key: its name, the registration, the test signature. After the last one the registration is made active. */
export function EnrolmentKeyStep({ state, onMoved, onFinished, onOver }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const count = state.keys.length;
  const which = count === 0 ? 'first' : count < asked ? 'second' : 'ready';
  const [label, setLabel] = useState(which === 'ready' ? '' : text(`enrol.label-${which}`));
  const enough = count >= state.minimumKeys;
  const over =
    press.refusal?.code === 'enrolment/code-refused' || press.refusal?.code === 'enrolment/step-over';

  const addKey = (event: SyntheticEvent) => {
    event.preventDefault();
    if (label.trim() === '' || which === 'ready') return;
    void press.run(() => window.madoguchi.call('enrolment.addKey', { label }), onMoved, look);
  };
  /** A key may be registered although its test broke off. */
  const look = async () => {
    const answer = await window.madoguchi.call('enrolment.state', {});
    if (answer.ok && answer.value !== null) onMoved(answer.value);
  };
  const finish = () => void press.run(() => window.madoguchi.call('enrolment.finish', {}), onFinished);
  const name = localized(state.operator.name);

  return (
    <form className="enrolment-form" onSubmit={addKey}>
      <p className="enrolment-who">
        {text(state.purpose === 'new' ? 'enrol.welcome' : 'enrol.welcome-recovery', { name })}
      </p>
      <ScreenHeading>{text(`enrol.heading-${which}`)}</ScreenHeading>
      <p>{text(`enrol.lead-${which}`)}</p>
      <RegisteredKeys labels={state.keys} />
      {which !== 'ready' && (
        <TextField
          label={text('enrol.label')}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          maxLength={60}
        />
      )}
      {state.untested !== null && (
        <Notice tone="warn">
          <p>{text('enrol.untested', { label: state.untested })}</p>
        </Notice>
      )}
      <RefusalNotice refusal={press.refusal} />
      {over ? (
        <Button strength="strong" size="large" onClick={onOver}>
          {text('enrol.heading-code')}
        </Button>
      ) : (
        <>
          {which === 'ready' ? (
            <Button strength="strong" size="large" icon="check" busy={press.busy} onClick={finish}>
              {text('enrol.finish')}
            </Button>
          ) : (
            <Button type="submit" strength="strong" size="large" icon="key" busy={press.busy}>
              {text(
                press.busy
                  ? 'enrol.working'
                  : state.untested === null
                    ? 'enrol.register'
                    : 'enrol.test-again',
              )}
            </Button>
          )}
          {which === 'second' && enough && (
            <div className="enrolment-later">
              <Button strength="quiet" onClick={finish} disabled={press.busy}>
                {text('enrol.later')}
              </Button>
              {state.purpose === 'new' && <p className="field-hint">{text('enrol.later-risk')}</p>}
            </div>
          )}
        </>
      )}
    </form>
  );
}

function RegisteredKeys({ labels }: { readonly labels: readonly string[] }) {
  const { text } = useText();
  if (labels.length === 0) return null;
  return (
    <ul className="enrolment-keys" aria-label={text('enrol.registered')}>
      {labels.map((label) => (
        <li key={label}>
          <Icon name="check" />
          {label}
        </li>
      ))}
    </ul>
  );
}
