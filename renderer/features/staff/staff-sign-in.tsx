import type { StaffSession } from '../../../preload/contract/models.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { useReadyMark } from '../../app/ready.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { StationLines } from '../lock/station-lines.tsx';

interface Properties {
  /** True once the agent has said that nobody is signed in. */
  readonly known: boolean;
  readonly onSignedIn: (session: StaffSession) => void;
  readonly onLeave: (() => void) | undefined;
}

/** Operators sign in with their security key and its PIN; there is nothing to type here. */
export function StaffSignIn({ known, onSignedIn, onLeave }: Properties) {
  const { text, localized } = useText();
  const { status, connection } = useStation();
  const press = usePress();
  const usable = known && connection === 'connected';
  useReadyMark('staff', usable);
  const institution = status?.institution;
  const label = status?.station?.label;

  return (
    <div className="staff-sign-in">
      <header className="staff-sign-in-corner">
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
        <p className="staff-lead">{text('staff.lead')}</p>
        <RefusalNotice refusal={press.refusal} />
        <Button
          strength="strong"
          size="large"
          icon="key"
          autoFocus
          busy={press.busy}
          disabled={!usable}
          onClick={() => void press.run(() => window.madoguchi.call('staff.signIn', {}), onSignedIn)}
        >
          {text(press.busy ? 'staff.signing-in' : 'staff.sign-in')}
        </Button>
        {onLeave !== undefined && (
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
