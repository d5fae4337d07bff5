import { type ReactNode, useEffect, useRef, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useFocusHandedOn } from '../../app/focus-handed-on.ts';
import { useText } from '../../app/language.tsx';
import type { Press } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { SimulatorPanel } from '../simulator/simulator-panel.tsx';
import { KeyPromptDialog } from '../staff/key-prompt-dialog.tsx';
import '../staff/staff.css';

interface Properties {
  readonly heading: string;
  readonly children: ReactNode;
  readonly submit: string;
  readonly press: Press;
  readonly onSubmit: () => void;
  readonly onBack: () => void;
  readonly testId: string;
}

/**
 * Over the lock screen: something that only an operator's security key at this machine can begin. Left again, it gives the
 * focus back to what opened it.
 */
export function KeyStep({ heading, children, submit, press, onSubmit, onBack, testId }: Properties) {
  const { text, language } = useText();
  const { status, connection } = useStation();
  const simulator = status?.softwareKey === true && status.surfaces.includes('key-simulator');
  const title = useRef<HTMLHeadingElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  const [opener] = useState(() => document.activeElement);
  useFocusHandedOn(whole, () => opener);
  useEffect(() => title.current?.focus(), []);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-simulator', simulator);
    return () => document.documentElement.removeAttribute('data-simulator');
  }, [simulator]);

  return (
    <I18nProvider locale={language === 'ja' ? 'ja-JP' : 'en-GB'}>
      <div
        className={simulator ? 'maintenance staff-with-simulator' : 'maintenance'}
        data-testid={testId}
        ref={whole}
      >
        <section className="maintenance-words">
          <h2 className="screen-heading" tabIndex={-1} ref={title}>
            {heading}
          </h2>
          {children}
          <RefusalNotice refusal={press.refusal} />
          <div className="maintenance-actions">
            <Button
              strength="strong"
              size="large"
              icon="key"
              busy={press.busy}
              disabled={connection !== 'connected'}
              onClick={onSubmit}
            >
              {press.busy ? text('kiosk.leave.waiting') : submit}
            </Button>
            {!press.busy && (
              <Button icon="back" onClick={onBack}>
                {text('action.back')}
              </Button>
            )}
          </div>
        </section>
        {simulator && <SimulatorPanel />}
      </div>
      <KeyPromptDialog />
    </I18nProvider>
  );
}
