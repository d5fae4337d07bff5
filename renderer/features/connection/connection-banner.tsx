import { useEffect, useState } from 'react';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { Icon } from '../../ui/icon.tsx';
import './connection.css';

/** The first connection is given this long before it is worth a banner; the lock screen already says that it waits. */
const patienceMilliseconds = 3000;

/** Says that the agent cannot be reached, that nothing is lost, and that it recovers by itself. */
export function ConnectionBanner() {
  const { text } = useText();
  const { connection } = useStation();
  const impatient = useImpatience(connection === 'connecting');
  const shown = connection === 'lost' || (connection === 'connecting' && impatient);
  return (
    <div className="connection-live" role="status">
      {shown && (
        <p className="connection-banner" data-testid="connection-banner" data-state={connection}>
          <Icon name="hourglass" />
          {text(connection === 'lost' ? 'connection.lost' : 'connection.connecting')}
        </p>
      )}
    </div>
  );
}

function useImpatience(waiting: boolean): boolean {
  const [impatient, setImpatient] = useState(false);
  useEffect(() => {
    if (!waiting) return setImpatient(false);
    const timer = setTimeout(() => setImpatient(true), patienceMilliseconds);
    return () => clearTimeout(timer);
  }, [waiting]);
  return impatient;
}
