import { lazy, Suspense, useEffect, useState } from 'react';
import type { SessionEnding } from '../../../preload/contract/models/lab.ts';
import { useFollowed } from '../../app/ask.ts';
import { useStation } from '../../app/station.tsx';
import { whenIdle } from '../../app/when-idle.ts';
import { HelpLayer } from './help-layer.tsx';
import { LockScreen } from './lock-screen.tsx';
import { OpeningScreen } from './opening-screen.tsx';

const loadSessionScreen = async () => ({
  default: (await import('../session/session-screen.tsx')).SessionScreen,
});
const SessionScreen = lazy(loadSessionScreen);

interface Properties {
  readonly onCounter: (() => void) | undefined;
}

/** A lab workstation: the lock screen until somebody is signed in, then that person's session. */
export function LabSurface({ onCounter }: Properties) {
  const { status } = useStation();
  const session = useFollowed('lab.session', 'session');
  const [ending, setEnding] = useState<SessionEnding | null>(null);
  const open = session.value ?? null;
  const answered = status !== null;

  useEffect(() => {
    if (open !== null) setEnding('signed-out');
  }, [open]);
  useEffect(() => window.madoguchi.on('session-ended', ({ how }) => setEnding(how)), []);

  useEffect(() => {
    return answered ? whenIdle(() => void loadSessionScreen()) : undefined;
  }, [answered]);

  if (open === null) {
    return (
      <HelpLayer>
        {(onHelp, fresh) => (
          <LockScreen
            key={fresh}
            onSignedIn={session.take}
            onCounter={onCounter}
            onHelp={onHelp}
            ending={ending}
          />
        )}
      </HelpLayer>
    );
  }
  return (
    <Suspense fallback={<OpeningScreen />}>
      <SessionScreen session={open} onSession={session.take} onSignedOut={() => session.take(null)} />
    </Suspense>
  );
}
