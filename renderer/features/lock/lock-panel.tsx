import { DemonstrationBadge } from '../../app/demonstration-badge.tsx';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { LockClock } from './lock-clock.tsx';
import { StationLines } from './station-lines.tsx';

/** The left side: whose machine this is, where it stands, what time it is, and whether everything behind it works. */
export function LockPanel() {
  const { text, localized } = useText();
  const { status } = useStation();
  const institution = status?.institution;
  const place = status?.room ?? status?.station?.label;
  return (
    <section className="lock-panel" aria-label={text('lock.panel')}>
      <header>
        <p className="lock-institution">{institution ? localized(institution) : text('app.name')}</p>
        <p className="lock-room">{place ? localized(place) : text('lock.opening')}</p>
        <p className="lock-badge">
          <DemonstrationBadge />
        </p>
      </header>
      <LockClock />
      <StationLines />
    </section>
  );
}
