import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import type { StaffEnding } from '../../../preload/contract/models/staff.ts';
import { useAsked, useFollowed } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { KeysPage } from '../keys/keys-page.tsx';
import { EnrolmentPage } from '../operators/enrolment-page.tsx';
import { CardScanProvider } from '../scanner/card-scan.tsx';
import { ScanNotice } from '../scanner/scan-notice.tsx';
import { SimulatorPanel } from '../simulator/simulator-panel.tsx';
import { DeskMemoryProvider } from '../speed/desk-memory.tsx';
import { OperatorKeys } from '../speed/operator-keys.tsx';
import { TotpSignIn } from '../totp/totp-sign-in.tsx';
import { KeyPromptDialog } from './key-prompt-dialog.tsx';
import { StaffClientProvider } from './staff-client.tsx';
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
  // Asked here, so that the workspace knows it from its first picture on.
  const app = useAsked('totp.allowed', {}, ['station']);
  const withApp = app.value?.allowed ?? (app.refusal === null ? undefined : false);
  const session = staff.value ?? null;
  const simulator = status?.softwareKey === true && status.surfaces.includes('key-simulator');
  const [place, setPlace] = useState<'sign-in' | 'keys' | 'app' | 'enrolment'>('sign-in');
  const toSignIn = () => setPlace('sign-in');
  const ended = useStaffEnding(session !== null);
  useSimulatorColumn(simulator);
  const signedIn = session !== null;
  // Whichever way led in, and whether the answer or its event came first: signing out leads back to the start.
  useEffect(() => {
    if (signedIn) setPlace('sign-in');
  }, [signedIn]);

  return (
    <I18nProvider locale={language === 'ja' ? 'ja-JP' : 'en-GB'}>
      <CardScanProvider>
        <StaffClientProvider>
          <OperatorKeys>
            <div className={simulator ? 'staff staff-with-simulator' : 'staff'}>
              {session === null && <ScanNotice onDesk={null} />}
              {session === null && place === 'keys' && <KeysPage onBack={toSignIn} />}
              {session === null && place === 'app' && (
                <TotpSignIn onSignedIn={staff.take} onBack={toSignIn} />
              )}
              {session === null && place === 'enrolment' && <EnrolmentPage onLeave={toSignIn} />}
              {session === null && place === 'sign-in' && (
                <StaffSignIn
                  known={staff.value !== undefined}
                  onSignedIn={staff.take}
                  onLeave={onLeave}
                  onKeys={() => setPlace('keys')}
                  onApp={() => setPlace('app')}
                  onEnrolment={() => setPlace('enrolment')}
                  withApp={withApp}
                  ended={ended}
                />
              )}
              {session !== null && (
                <DeskMemoryProvider key={session.signedInAt}>
                  <StaffWorkspace
                    session={session}
                    withApp={withApp === true}
                    onSignedOut={() => staff.take(null)}
                    onAskAgain={staff.askAgain}
                  />
                </DeskMemoryProvider>
              )}
              {simulator && <SimulatorPanel />}
            </div>
          </OperatorKeys>
        </StaffClientProvider>
        <KeyPromptDialog />
      </CardScanProvider>
    </I18nProvider>
  );
}

/** Why the last sign-in ended without the operator asking; forgotten at the next one. */
function useStaffEnding(signedIn: boolean): StaffEnding | null {
  const [ended, setEnded] = useState<StaffEnding | null>(null);
  useEffect(() => window.madoguchi.on('staff-ended', ({ how }) => setEnded(how)), []);
  useEffect(() => {
    if (signedIn) setEnded(null);
  }, [signedIn]);
  return ended;
}

/** Dialogs leave the software key's column free, because it is what answers them. */
function useSimulatorColumn(present: boolean): void {
  useEffect(() => {
    document.documentElement.toggleAttribute('data-simulator', present);
    return () => document.documentElement.removeAttribute('data-simulator');
  }, [present]);
}
