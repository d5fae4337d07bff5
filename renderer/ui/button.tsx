import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './button.css';
import './spinner.css';

interface Properties extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `strong` is the next step: at most one on a screen. */
  readonly strength?: 'strong' | 'plain' | 'quiet';
  readonly icon?: IconName;
  readonly size?: 'normal' | 'large';
  /** Shows that the press is being carried out; further presses do nothing but the focus stays. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** A button of at least 44 px. */
export function Button({
  strength = 'plain',
  size = 'normal',
  icon,
  busy = false,
  children,
  onClick,
  type = 'button',
  className = '',
  ...rest
}: Properties) {
  return (
    <button
      {...rest}
      type={type}
      className={`button button-${strength} button-${size} ${className}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
