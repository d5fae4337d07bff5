import { useEffect, useState } from 'react';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { cancelAuthenticator, webAuthnAbilities } from '../staff/platform-authenticator.ts';
import { type RegistrationStep, registerThisComputer, registrationSteps } from './register-this-computer.ts';
import '../../ui/card.css';
import './operators.css';

/** A label's longest form in the registry. */
const longestLabel = 60;

/** Makes this computer's own authenticator one of the operator's ways in, beside their keys; or says why it can't be. */
export function ThisComputer() {
  const { text, localized } = useText();
  const { status } = useStation();
  const offer = useAsked('platform.offer', {}, ['operators', 'station', 'staff']);
  const available = usePlatformAuthenticator();
  const press = usePress();
  const [step, setStep] = useState<RegistrationStep>('sign');
  const [done, setDone] = useState(false);
  if (offer.value === undefined || available === null) return null;
  const { refused, registered } = offer.value;

  const begin = () => {
    setDone(false);
    const station = status?.station ?? null;
    const name = station === null ? '' : localized(station.label);
    const label = text('computer.label', { station: name }).slice(0, longestLabel);
    void press.run(
      () => registerThisComputer(label, setStep),
      () => setDone(true),
    );
  };

  return (
    <section className="card this-computer" data-testid="this-computer">
      <h2 className="card-title">{text('computer.heading')}</h2>
      {refused !== null ? (
        <p>{text(`computer.refused.${refused}`)}</p>
      ) : !available ? (
        <p>{text('computer.none')}</p>
      ) : (
        <>
          <p>{text('computer.lead')}</p>
          <p className="field-hint">{text('computer.beside')}</p>
          {done ? (
            <Notice tone="good" live="polite" title={text('computer.done-heading')}>
              <p>{text('computer.done')}</p>
            </Notice>
          ) : (
            registered !== null && (
              <Notice tone="good">
                <p>{text('computer.registered', { label: registered })}</p>
              </Notice>
            )
          )}
          {press.refusal?.code === 'key/not-given' ? (
            <Notice tone="neutral" live="polite">
              <p>{text('computer.not-given')}</p>
            </Notice>
          ) : (
            <RefusalNotice refusal={press.refusal} />
          )}
          {press.busy ? (
            <Progress step={step} />
          ) : (
            !done && (
              <Button strength={registered === null ? 'plain' : 'quiet'} icon="shield" onClick={begin}>
                {text(registered === null ? 'computer.begin' : 'computer.again')}
              </Button>
            )
          )}
        </>
      )}
    </section>
  );
}

function Progress({ step }: { readonly step: RegistrationStep }) {
  const { text } = useText();
  return (
    <div className="this-computer-progress" role="status" data-step={step}>
      <p>
        {text(`computer.step.${step}`, {
          number: registrationSteps.indexOf(step) + 1,
          count: registrationSteps.length,
        })}
      </p>
      {step !== 'sign' && (
        <>
          <p className="field-hint">{text('client.follow-dialog')}</p>
          <Button strength="quiet" onClick={cancelAuthenticator}>
            {text('action.cancel')}
          </Button>
        </>
      )}
    </div>
  );
}

/** Whether this computer verifies people itself; null until it has said so. */
function usePlatformAuthenticator(): boolean | null {
  const [available, setAvailable] = useState<boolean | null>(null);
  useEffect(() => {
    let current = true;
    void webAuthnAbilities().then(({ platformAuthenticator }) => {
      if (current) setAvailable(platformAuthenticator);
    });
    return () => {
      current = false;
    };
  }, []);
  return available;
}
