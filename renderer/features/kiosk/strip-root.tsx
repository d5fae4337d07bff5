import { FailureBoundary } from '../../app/failure-boundary.tsx';
import { LanguageProvider } from '../../app/language.tsx';
import { StationProvider } from '../../app/station.tsx';
import { StripScreen } from './strip-screen.tsx';

/** The whole page of the strip above a session's programs. */
export function StripRoot() {
  return (
    <FailureBoundary>
      <LanguageProvider>
        <StationProvider>
          <StripScreen />
        </StationProvider>
      </LanguageProvider>
    </FailureBoundary>
  );
}
