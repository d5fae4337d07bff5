import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { useWaitedFor } from '../../app/waited-for.ts';
import { Icon } from '../../ui/icon.tsx';
import './connection.css';

/** The first connection is given this long before it is worth a banner; the lock screen already says that it waits. */
const patienceMilliseconds = 3000;
/** A service that starts anew answers by then: whoever waits longer is told where else to go. */
const longMilliseconds = 60_000;

/** Says that the agent cannot be reached, that nothing is lost, and that it recovers by itself; and after long, what to do. */
export function ConnectionBanner() {
  const { text } = useText();
  const { connection } = useStation();
  const away = connection !== 'connected';
  const impatient = useWaitedFor(away, patienceMilliseconds);
  const long = useWaitedFor(away, longMilliseconds);
  const shown = connection === 'lost' || (connection === 'connecting' && impatient);
  const said = connection === 'lost' ? 'connection.lost' : 'connection.connecting';
  return (
    <div className="connection-live" role="status">
      {shown && (
        <p className="connection-banner" data-testid="connection-banner" data-state={connection}>
          <Icon name={long ? 'warning' : 'hourglass'} />
          {text(long ? 'connection.long' : said)}
        </p>
      )}
    </div>
  );
}
