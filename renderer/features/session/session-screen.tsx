import { useEffect, useRef, useState } from 'react';
import type { DeskFiles } from '../../../preload/contract/models/desk.ts';
import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { useFollowed } from '../../app/ask.ts';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { HeldNotice } from '../connection/held-notice.tsx';
import { EndWarning } from './end-warning.tsx';
import { PlaceLocked } from './place-locked.tsx';
import { SessionBar } from './session-bar.tsx';
import { endWarning } from './session-end.ts';
import { SessionHome } from './session-home.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { SiteBar } from './site-bar.tsx';
import { SiteWish } from './site-wish.tsx';
import { StaffMessage } from './staff-message.tsx';
import { useActivity } from './use-activity.ts';
import { usePlace } from './use-place.ts';
import './session.css';
import './site-bar.css';

interface Properties {
  readonly session: LabSession;
  readonly onSession: (session: LabSession) => void;
  readonly onSignedOut: () => void;
}

/** A lab session, or the screen that covers it while its person keeps their place. */
export function SessionScreen(properties: Properties) {
  const { session, onSession } = properties;
  useActivity(session.lockedUntil === null);
  if (session.lockedUntil !== null) {
    return <PlaceLocked session={session} lockedUntil={session.lockedUntil} onSession={onSession} />;
  }
  return <OpenSession {...properties} />;
}

/** An open session: the bar and what it must say stay in sight; below it the launcher, or the site in front. */
function OpenSession({ session, onSession, onSignedOut }: Properties) {
  const press = usePress();
  const desk = useFollowed('desk.state', 'desk').value;
  const now = useStationNow(1000);
  const [files, setFiles] = useState<DeskFiles | null>(null);
  const head = useRef<HTMLDivElement>(null);
  const warning = now === null ? null : endWarning(session, now);
  const shown = desk?.sites.find(({ id }) => id === desk.shown);
  usePlace(head, files !== null || (shown !== undefined && shown.wish !== null));
  useWayBack(shown?.id);

  const signOut = () =>
    void press.run(
      () => window.madoguchi.call('lab.signOut', {}),
      onSignedOut,
      () => setFiles(null),
    );
  const askToSignOut = async () => {
    const answer = await window.madoguchi.call('desk.files', {});
    if (answer.ok && answer.value.names.length > 0) setFiles(answer.value);
    else signOut();
  };

  return (
    <div className="session">
      <div className="session-head" ref={head}>
        <SessionBar
          session={session}
          now={now}
          warned={warning !== null}
          busy={press.busy}
          onLock={() => void press.run(() => window.madoguchi.call('lab.lock', {}), onSession)}
          onSignOut={() => void askToSignOut()}
        />
        {warning !== null && <EndWarning warning={warning} onSession={onSession} />}
        <HeldNotice at="session" />
        {session.message !== null && <StaffMessage message={session.message} />}
        <RefusalNotice refusal={press.refusal} />
        {desk !== undefined && shown !== undefined && <SiteBar desk={desk} shown={shown} />}
        {shown !== undefined && <SiteWish key={shown.id} site={shown} />}
      </div>
      {shown === undefined && <SessionHome session={session} desk={desk} />}
      <SignOutDialog files={files} busy={press.busy} onSignOut={signOut} onCancel={() => setFiles(null)} />
    </div>
  );
}

/** F6 leads from the bar back into the site, as it leads from the site to the bar. */
function useWayBack(siteId: string | undefined): void {
  useEffect(() => {
    if (siteId === undefined) return;
    const back = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      void window.madoguchi.call('desk.site', { siteId, act: 'show' });
    };
    window.addEventListener('keydown', back);
    return () => window.removeEventListener('keydown', back);
  }, [siteId]);
}
