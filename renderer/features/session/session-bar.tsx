import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { durationText } from '../../app/duration.ts';
import { useText } from '../../app/language.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

interface Properties {
  readonly session: LabSession;
  /** Milliseconds of the station's own time; null until it is known. */
  readonly now: number | null;
  /** Whether a warning stands, which then has the one strong button. */
  readonly warned: boolean;
  readonly busy: boolean;
  readonly onLock: () => void;
  readonly onSignOut: () => void;
}

/** Always in sight: whose session this is, how long it still lasts, and the buttons that keep the place or end it. */
export function SessionBar({ session, now, warned, busy, onLock, onSignOut }: Properties) {
  const { text } = useText();
  const left = now === null ? null : Math.max(0, (Date.parse(session.endsAt) - now) / 1000);
  return (
    <header className="session-bar" data-testid="session-bar">
      <p className="session-person">
        <span className="session-name">{session.displayName}</span>
        {session.kana !== null && <span className="session-kana">{session.kana}</span>}
      </p>
      {session.offline && (
        <p className="pill tone-warn" data-testid="session-offline">
          <Icon name="cloud-off" />
          {text('session.offline-short')}
        </p>
      )}
      <p className={warned ? 'session-left session-ending' : 'session-left'} role="timer" tabIndex={-1}>
        <Icon name={warned ? 'warning' : 'clock'} />
        {left === null ? '—' : text('session.left', { time: durationText(left, text) })}
      </p>
      <ScreenCorner />
      {session.canLock && (
        <Button icon="lock" onClick={onLock} busy={busy}>
          {text('session.keep-place')}
        </Button>
      )}
      <Button strength={warned ? 'plain' : 'strong'} icon="leave" onClick={onSignOut} busy={busy}>
        {text('session.sign-out')}
      </Button>
    </header>
  );
}
