import { useState } from 'react';
import type { PluggedKey } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { Button } from '../../ui/button.tsx';
import { CheckMark } from '../../ui/check-mark.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { CareRefusal } from './care-refusal.tsx';

interface Properties {
  readonly plugged: PluggedKey;
  readonly onDone: () => void;
  readonly onBack: () => void;
}

/** Erases a key: says first what is lost, asks for a tick, then leads through pulling out, plugging in and touching. */
export function ResetPanel({ plugged, onDone, onBack }: Properties) {
  const { text } = useText();
  const press = usePress();
  const [understood, setUnderstood] = useState(false);
  const steps = [
    'remove',
    'insert',
    plugged.condition?.longTouchForReset === true ? 'hold' : 'touch',
  ] as const;
  return (
    <section className="keys" data-testid="key-reset">
      <ScreenHeading>{text('keys.reset-heading')}</ScreenHeading>
      <p>{text('keys.pin-for', { device: plugged.product })}</p>
      <Notice tone="bad" title={text('keys.reset-danger')}>
        <ul className="key-reset-losses">
          <li>{text('keys.reset-loss.all')}</li>
          <li>{text('keys.reset-loss.pin')}</li>
          <li>{text('keys.reset-loss.again')}</li>
        </ul>
      </Notice>
      <h2 className="key-reset-how">{text('keys.reset-how')}</h2>
      <ol className="key-reset-steps">
        {steps.map((step) => (
          <li key={step}>{text(`keys.reset-step.${step}`)}</li>
        ))}
      </ol>
      {/* What went wrong takes its place, so that the buttons stay in sight. */}
      {press.refusal === null && <p>{text('keys.reset-window')}</p>}
      <CareRefusal refusal={press.refusal} />
      <CheckMark checked={understood} onChange={setUnderstood}>
        {text('keys.reset-understood')}
      </CheckMark>
      <div className="keys-actions">
        <Button icon="back" onClick={onBack} disabled={press.busy}>
          {text('action.back')}
        </Button>
        <Button
          strength="strong"
          size="large"
          icon="trash"
          disabled={!understood}
          busy={press.busy}
          className="keys-danger"
          onClick={() =>
            void press.run(() => window.madoguchi.call('keys.reset', { keyId: plugged.id }), onDone)
          }
        >
          {text('keys.reset-submit')}
        </Button>
      </div>
    </section>
  );
}
