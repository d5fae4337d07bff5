import '../../app/rich-message.ts';
import { useEffect, useRef } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import type { KioskExit } from '../../../preload/contract/models/kiosk.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { SimulatorPanel } from '../simulator/simulator-panel.tsx';
import { KeyPromptDialog } from '../staff/key-prompt-dialog.tsx';
import '../staff/staff.css';

interface Properties {
  readonly onLeft: (exit: KioskExit) => void;
  readonly onBack: () => void;
}

/** Asks for the security key that opens the kiosk for maintenance. There is nothing else to prove it with. */
export function MaintenanceExit({ onLeft, onBack }: Properties) {
  const { text, language } = useText();
  const { status, connection } = useStation();
  const press = usePress();
  const simulator = status?.softwareKey === true && status.surfaces.includes('key-simulator');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-simulator', simulator);
    return () => document.documentElement.removeAttribute('data-simulator');
  }, [simulator]);

  return (
    <I18nProvider locale={language === 'ja' ? 'ja-JP' : 'en-GB'}>
      <div
        className={simulator ? 'maintenance staff-with-simulator' : 'maintenance'}
        data-testid="maintenance"
      >
        <section className="maintenance-words">
          <h2 className="screen-heading" tabIndex={-1} ref={heading}>
            {text('kiosk.leave.heading')}
          </h2>
          <p>{text('kiosk.leave.lead')}</p>
          <ul>
            <li>{text('kiosk.leave.time')}</li>
            <li>{text('kiosk.leave.record')}</li>
            <li>{text('kiosk.leave.session')}</li>
          </ul>
          <RefusalNotice refusal={press.refusal} />
          <div className="maintenance-actions">
            <Button
              strength="strong"
              size="large"
              icon="key"
              busy={press.busy}
              disabled={connection !== 'connected'}
              onClick={() => void press.run(() => window.madoguchi.call('kiosk.leave', {}), onLeft)}
            >
              {text(press.busy ? 'kiosk.leave.waiting' : 'kiosk.leave.submit')}
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
