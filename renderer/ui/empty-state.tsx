import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './empty-state.css';

interface Properties {
  readonly title: string;
  readonly icon?: IconName;
  /** What would stand here, and what brings it. */
  readonly children?: ReactNode;
}

/** Nothing is here, and that is no fault: what would be, and what can be done. */
export function EmptyState({ title, icon = 'list', children }: Properties) {
  return (
    <div className="empty-state">
      <Icon name={icon} />
      <p className="empty-state-title">{title}</p>
      {children}
    </div>
  );
}
