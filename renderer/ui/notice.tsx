import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './tone.css';
import './notice.css';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad';

export const toneIcons: Readonly<Record<Tone, IconName>> = {
  neutral: 'info',
  good: 'check',
  warn: 'warning',
  bad: 'cross',
};

interface Properties {
  readonly tone: Tone;
  readonly title?: string;
  readonly icon?: IconName;
  /** Whether screen readers hear it when it appears, and how urgently. */
  readonly live?: 'polite' | 'assertive';
  readonly children?: ReactNode;
}

/** A boxed message whose tone is told by its drawing and its words, not by colour alone. */
export function Notice({ tone, title, icon = toneIcons[tone], live, children }: Properties) {
  const role = live === 'assertive' ? 'alert' : live === 'polite' ? 'status' : undefined;
  return (
    <div className={`notice tone-${tone}`} role={role}>
      <span className="notice-mark">
        <Icon name={icon} />
      </span>
      <div className="notice-words">
        {title !== undefined && <p className="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
