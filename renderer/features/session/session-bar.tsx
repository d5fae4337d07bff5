import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { durationText } from '../../app/duration.ts';
import { useText } from '../../app/language.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

interface Properties {
  readonly session: LabSession;
  readonly busy: boolean;
  readonly onSignOut: () => void;
}

const warningSeconds = 5 * 60;

/** Always in sight: whose session this is, how long it still lasts, and the button that ends it. */
export function SessionBar({ session, busy, onSignOut }: Properties) {
  const { text } = useText();
  const now = useStationNow(1000);
  const left = now === null ? null : Math.max(0, (Date.parse(session.endsAt) - now) / 1000);
  const ending = left !== null && left <= warningSeconds;
  return (
    <header className="session-bar" data-testid="session-bar">
      <p className="session-person">
        <span className="session-name">{session.displayName}</span>
        {session.kana !== null && <span className="session-kana">{session.kana}</span>}
      </p>
      <p className={ending ? 'session-left session-ending' : 'session-left'} role="timer">
        <Icon name={ending ? 'warning' : 'clock'} />
        {left === null ? '—' : text('session.left', { time: durationText(left, text) })}
      </p>
      <span className="visually-hidden" role="status">
        {ending ? text('session.ending') : ''}
      </span>
      <ScreenCorner />
      <Button strength="strong" icon="leave" onClick={onSignOut} busy={busy}>
        {text('session.sign-out')}
      </Button>
    </header>
  );
}
