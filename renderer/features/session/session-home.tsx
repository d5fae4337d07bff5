import type { Desk } from '../../../preload/contract/models/desk.ts';
import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { ExemptionPanel } from '../lock/exemption-panel.tsx';
import { Downloads } from './downloads.tsx';
import { Launcher } from './launcher.tsx';

interface Properties {
  readonly session: LabSession;
  readonly desk: Desk | undefined;
}

/** Where a session begins: what can be started, what was fetched, until when, and why no second factor was asked. */
export function SessionHome({ session, desk }: Properties) {
  const { text, localized } = useText();
  const { status } = useStation();
  const room = status?.room;
  return (
    <main className="session-main">
      <div className="session-opening">
        <ScreenHeading>{text('session.heading', { name: session.displayName })}</ScreenHeading>
        <p className="session-lead">
          {text(`session.lead-${session.endsBecause}`, {
            time: clockTime(Date.parse(session.endsAt)),
          })}
        </p>
      </div>
      {session.offline && (
        <Notice tone="warn" icon="cloud-off" title={text('session.offline')}>
          <p>{text('session.offline-detail')}</p>
        </Notice>
      )}
      <Launcher tiles={session.tiles} desk={desk} />
      <Downloads downloads={desk?.downloads ?? []} />
      <section className="session-about">
        <dl className="facts">
          <dt>{text('lock.login')}</dt>
          <dd>{session.login}</dd>
          <dt>{text('session.started')}</dt>
          <dd>{clockTime(Date.parse(session.startedAt))}</dd>
          {room && <dt>{text('session.room')}</dt>}
          {room && <dd>{localized(room)}</dd>}
        </dl>
        <ExemptionPanel decision={session.decision} />
        <p className="session-note">{text(session.canLock ? 'session.note-keep-place' : 'session.note')}</p>
      </section>
    </main>
  );
}
