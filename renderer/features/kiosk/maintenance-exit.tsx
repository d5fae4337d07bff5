import type { KioskExit } from '../../../preload/contract/models/kiosk.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { KeyStep } from './key-step.tsx';

interface Properties {
  readonly onLeft: (exit: KioskExit) => void;
  readonly onBack: () => void;
}

/** Asks for the security key that opens the kiosk for maintenance. There is nothing else to prove it with. */
export function MaintenanceExit({ onLeft, onBack }: Properties) {
  const { text } = useText();
  const press = usePress();
  return (
    <KeyStep
      heading={text('kiosk.leave.heading')}
      submit={text('kiosk.leave.submit')}
      press={press}
      onSubmit={() => void press.run(() => window.madoguchi.call('kiosk.leave', {}), onLeft)}
      onBack={onBack}
      testId="maintenance"
    >
      <p>{text('kiosk.leave.lead')}</p>
      <ul>
        <li>{text('kiosk.leave.time')}</li>
        <li>{text('kiosk.leave.record')}</li>
        <li>{text('kiosk.leave.session')}</li>
      </ul>
    </KeyStep>
  );
}
