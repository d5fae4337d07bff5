import { Icon } from '../ui/icon.tsx';
import { useText } from './language.tsx';
import { useStation } from './station.tsx';
import './screen-corner.css';

/** Stays on every screen while nothing real happens behind it. */
export function DemonstrationBadge() {
  const { text } = useText();
  const { status } = useStation();
  const simulated = status?.provider?.simulated === true;
  if (status === null || !(status.demonstration || simulated)) return null;
  return (
    <span className="demonstration-badge">
      <Icon name="info" />
      {text(simulated ? 'demonstration.provider-simulated' : 'demonstration.station')}
    </span>
  );
}
