import { Icon, type IconName } from './icon.tsx';
import { type Tone, toneIcons } from './notice.tsx';
import './tone.css';
import './status-pill.css';

interface Properties {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly children: string;
}

/** A short state in words with its drawing. */
export function StatusPill({ tone, icon = toneIcons[tone], children }: Properties) {
  return (
    <span className={`pill tone-${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}
