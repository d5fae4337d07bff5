import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { OpeningScreen } from './opening-screen.tsx';

const GuideSurface = lazy(async () => ({
  default: (await import('../guide/guide-surface.tsx')).GuideSurface,
}));

interface Properties {
  /** The lock screen; `fresh` changes when whoever was there has gone, and what they typed with them. */
  readonly children: (onHelp: () => void, fresh: number) => ReactNode;
}

/** The lock screen with help laid over it on request: beneath, everything stays as it was typed. */
export function HelpLayer({ children }: Properties) {
  const [open, setOpen] = useState(false);
  const [fresh, setFresh] = useState(0);
  const from = useRef<Element | null>(null);
  const begin = () => {
    from.current = document.activeElement;
    setOpen(true);
  };
  const leave = (why: 'asked' | 'idle') => {
    setOpen(false);
    if (why === 'idle') setFresh((count) => count + 1);
    // Back to what was pressed, once it can take the focus again.
    requestAnimationFrame(() => {
      if (from.current instanceof HTMLElement && from.current.isConnected) from.current.focus();
    });
  };
  return (
    <>
      <div inert={open} className={open ? 'beneath-help' : undefined}>
        {children(begin, fresh)}
      </div>
      {open && (
        <Suspense fallback={<OpeningScreen />}>
          <GuideSurface onLeave={leave} />
        </Suspense>
      )}
    </>
  );
}
