import { clockTime, fullDay } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { useStationNow } from '../../app/station-clock.ts';

/** The station's own time; its place is held while it is not known yet. */
export function LockClock() {
  const { text, language } = useText();
  const { status } = useStation();
  const now = useStationNow(60_000);
  return (
    <div className="lock-clock">
      <time className="lock-time" dateTime={now === null ? undefined : new Date(now).toISOString()}>
        {now === null ? '\u00a0' : clockTime(now)}
      </time>
      <p className="lock-day">{now === null ? '\u00a0' : fullDay(now, language)}</p>
      {status?.clock.trusted === false && <p className="lock-doubt">{text('status.clock-untrusted')}</p>}
    </div>
  );
}
