import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { ExemptionPanel } from '../lock/exemption-panel.tsx';
import { SessionBar } from './session-bar.tsx';
import './session.css';

interface Properties {
  readonly session: LabSession;
  readonly onSignedOut: () => void;
}

/** A running session at a lab workstation: who, until when, why no second factor was asked, and the way out. */
export function SessionScreen({ session, onSignedOut }: Properties) {
  const { text, language, localized } = useText();
  const { status } = useStation();
  const press = usePress();
  const signOut = () => void press.run(() => window.madoguchi.call('lab.signOut', {}), onSignedOut);
  const room = status?.room;

  return (
    <div className="session">
      <SessionBar session={session} busy={press.busy} onSignOut={signOut} />
      <main className="session-main">
        <RefusalNotice refusal={press.refusal} />
        <ScreenHeading>{text('session.heading', { name: session.displayName })}</ScreenHeading>
        <p className="session-lead">
          {text('session.lead', { time: clockTime(Date.parse(session.endsAt), language) })}
        </p>
        <dl className="facts">
          <dt>{text('lock.login')}</dt>
          <dd>{session.login}</dd>
          <dt>{text('session.started')}</dt>
          <dd>{clockTime(Date.parse(session.startedAt), language)}</dd>
          {room && <dt>{text('session.room')}</dt>}
          {room && <dd>{localized(room)}</dd>}
        </dl>
        <ExemptionPanel decision={session.decision} open />
        <p className="session-note">{text('session.note')}</p>
        <Button strength="quiet" icon="leave" onClick={signOut} busy={press.busy}>
          {text('session.sign-out-here')}
        </Button>
      </main>
    </div>
  );
}
