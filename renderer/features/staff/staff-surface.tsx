import '../../app/rich-message.ts';
import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useFollowed } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { SimulatorPanel } from '../simulator/simulator-panel.tsx';
import { KeyPromptDialog } from './key-prompt-dialog.tsx';
import { StaffSignIn } from './staff-sign-in.tsx';
import { StaffWorkspace } from './staff-workspace.tsx';
import './staff.css';

interface Properties {
  /** Back to the lab's lock screen, where this station offers both. */
  readonly onLeave: (() => void) | undefined;
}

/** A counter: the operators' sign-in, their workspace, the key's dialog above both, and the software key beside them. */
export function StaffSurface({ onLeave }: Properties) {
  const { language } = useText();
  const { status } = useStation();
  const staff = useFollowed('staff.session', 'staff');
  const session = staff.value ?? null;
  const simulator = status?.softwareKey === true && status.surfaces.includes('key-simulator');
  useSimulatorColumn(simulator);

  return (
    <I18nProvider locale={language === 'ja' ? 'ja-JP' : 'en-GB'}>
      <div className={simulator ? 'staff staff-with-simulator' : 'staff'}>
        {session === null ? (
          <StaffSignIn known={staff.value !== undefined} onSignedIn={staff.take} onLeave={onLeave} />
        ) : (
          <StaffWorkspace
            session={session}
            onSignedOut={() => staff.take(null)}
            onAskAgain={staff.askAgain}
          />
        )}
        {simulator && <SimulatorPanel />}
      </div>
      <KeyPromptDialog />
    </I18nProvider>
  );
}

/** Dialogs leave the software key's column free, because it is what answers them. */
function useSimulatorColumn(present: boolean): void {
  useEffect(() => {
    document.documentElement.toggleAttribute('data-simulator', present);
    return () => document.documentElement.removeAttribute('data-simulator');
  }, [present]);
}
