import { lazy, Suspense, useEffect, useState } from 'react';
import type { StationStatus } from '../../preload/contract/models/station.ts';
import { ConnectionBanner } from '../features/connection/connection-banner.tsx';
import { LabSurface } from '../features/lock/lab-surface.tsx';
import { OpeningScreen } from '../features/lock/opening-screen.tsx';
import { FailureBoundary } from './failure-boundary.tsx';
import { keepFocus } from './kept-focus.ts';
import { LanguageProvider } from './language.tsx';
import { StationProvider, useStation } from './station.tsx';
import { rememberedSurface, rememberSurface, screenFor } from './surface.ts';
import { applyTypeface } from './typeface.ts';
import { whenIdle } from './when-idle.ts';

const StaffSurface = lazy(async () => ({
  default: (await import('../features/staff/staff-surface.tsx')).StaffSurface,
}));
const SetupScreen = lazy(async () => ({
  default: (await import('../features/setup/setup-screen.tsx')).SetupScreen,
}));

/** The whole window: languages, the station, and the screen that this station's surfaces call for. */
export function Root() {
  useEffect(() => keepFocus(document), []);
  return (
    <FailureBoundary>
      <LanguageProvider>
        <StationProvider>
          <ConnectionBanner />
          <Suspense fallback={<OpeningScreen />}>
            <Screen />
          </Suspense>
        </StationProvider>
      </LanguageProvider>
    </FailureBoundary>
  );
}

function Screen() {
  const { status } = useStation();
  const [wantsCounter, setWantsCounter] = useState(false);
  useTypeface(status !== null);
  useRememberedSurface(status);

  const screen = screenFor(status, rememberedSurface(), wantsCounter);
  switch (screen) {
    case 'opening':
      return <OpeningScreen />;
    case 'setup':
      return <SetupScreen />;
    case 'staff':
      return (
        <StaffSurface onLeave={status?.surfaces.includes('lab') ? () => setWantsCounter(false) : undefined} />
      );
    case 'lab':
      return (
        <LabSurface
          onCounter={status?.surfaces.includes('counter') ? () => setWantsCounter(true) : undefined}
        />
      );
  }
}

const unansweredMilliseconds = 2000;

/** The typeface waits until the first screen can be used, which it must not delay; or for an agent only so long. */
function useTypeface(answered: boolean): void {
  useEffect(() => {
    const bring = () => void applyTypeface();
    if (answered) return whenIdle(bring);
    const timer = setTimeout(bring, unansweredMilliseconds);
    return () => clearTimeout(timer);
  }, [answered]);
}

function useRememberedSurface(status: StationStatus | null): void {
  useEffect(() => {
    if (status !== null) rememberSurface(status.surfaces);
  }, [status]);
}
