import { type ReactNode, useEffect, useRef } from 'react';
import './screen-heading.css';

interface Properties {
  readonly children: ReactNode;
  /** False where a field of the same screen takes the focus instead. */
  readonly takesFocus?: boolean;
}

/** The one heading of a screen; it takes the focus when its screen appears, so that it is read out. */
export function ScreenHeading({ children, takesFocus = true }: Properties) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <h1 ref={heading} tabIndex={-1} className="screen-heading">
      {children}
    </h1>
  );
}
