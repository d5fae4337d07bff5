import type { StaffEnding, StaffSession } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { useReadyMark } from '../../app/ready.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { NameMark } from '../../ui/name-mark.tsx';
import { Notice } from '../../ui/notice.tsx';
import { HeldNotice } from '../connection/held-notice.tsx';
import { NoStaffNotice } from '../connection/no-staff-notice.tsx';
import { StationLines } from '../lock/station-lines.tsx';
import { signIn } from './client-calls.ts';
import { ClientChoice } from './client-choice.tsx';
import { useStaffClient } from './staff-client.tsx';

interface Properties {
  /** True once the agent has said that nobody is signed in. */
  readonly known: boolean;
  readonly onSignedIn: (session: StaffSession) => void;
  readonly onLeave: (() => void) | undefined;
  /** To the care of security keys, which needs no sign-in. */
  readonly onKeys: () => void;
  /** To the sign-in by an authenticator app's code, where the policy allows it. */
  readonly onApp: () => void;
  /** To the registration with a supervisor's one-time code. */
  readonly onEnrolment: () => void;
  /** Whether the policy allows that; undefined until it is known. */
  readonly withApp: boolean | undefined;
  /** Why the last sign-in ended, if nobody asked for it. */
  readonly ended: StaffEnding | null;
}

/** Operators sign in with their security key and its PIN; there is nothing to type here. */
export function StaffSignIn(properties: Properties) {
  const { known, onSignedIn, onLeave, onKeys, onApp, onEnrolment, withApp, ended } = properties;
  const { text, localized } = useText();
  const { status, connection } = useStation();
  const press = usePress();
  const { client, known: clientKnown } = useStaffClient();
  const waysKnown = clientKnown && withApp !== undefined;
  const usable = known && connection === 'connected';
  useReadyMark('staff', usable);
  const institution = status?.institution;
  const label = status?.station?.label;

  return (
    <div className="staff-sign-in">
      <header className="screen-head">
        <NameMark words />
        <ScreenCorner />
      </header>
      <main data-testid="staff-sign-in">
        <span className="staff-emblem">
          <Icon name="key" />
        </span>
        <p className="staff-place">
          {institution ? localized(institution) : text('app.name')}
          {label ? ` — ${localized(label)}` : ''}
        </p>
        <h1 className="screen-heading">{text('staff.heading')}</h1>
        <p className="staff-lead">{text(client === 'hid' ? 'staff.lead' : 'staff.lead-webauthn')}</p>
        {ended !== null && (
          <Notice tone="warn" live="polite" title={text(`staff.ended.${ended}`)}>
            <p>{text('staff.ended-next')}</p>
          </Notice>
        )}
        <HeldNotice at="counter" />
        {press.refusal === null && <NoStaffNotice />}
        <RefusalNotice refusal={press.refusal} />
        <RecordingButton
          strength="strong"
          size="large"
          icon="key"
          autoFocus
          busy={press.busy}
          disabled={!usable}
          onClick={() => void press.run(() => signIn(client), onSignedIn)}
        >
          {text(
            client === 'hid'
              ? press.busy
                ? 'staff.signing-in'
                : 'staff.sign-in'
              : press.busy
                ? 'staff.signing-in-webauthn'
                : 'staff.sign-in-webauthn',
          )}
        </RecordingButton>
        {waysKnown && <ClientChoice busy={press.busy} />}
        {/* All at once, when it is known what there is: nothing moves by itself afterwards. */}
        {!press.busy && waysKnown && (
          <div className="staff-other-ways">
            {withApp === true && (
              <Button strength="quiet" icon="clock" onClick={onApp}>
                {text('staff.with-app')}
              </Button>
            )}
            <Button strength="quiet" icon="person" onClick={onEnrolment}>
              {text('staff.enrol')}
            </Button>
            <Button strength="quiet" icon="wrench" onClick={onKeys}>
              {text('keys.open')}
            </Button>
          </div>
        )}
        {onLeave !== undefined && waysKnown && (
          <Button strength="quiet" icon="back" onClick={onLeave}>
            {text('staff.to-lab')}
          </Button>
        )}
      </main>
      <footer className="staff-sign-in-foot">
        <StationLines />
      </footer>
    </div>
  );
}
