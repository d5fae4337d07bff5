import { FailureBoundary } from '../../app/failure-boundary.tsx';
import { LanguageProvider } from '../../app/language.tsx';
import { StationProvider } from '../../app/station.tsx';
import { CoverScreen } from './cover-screen.tsx';

/** The whole page of a screen beside the main one. */
export function CoverRoot() {
  return (
    <FailureBoundary>
      <LanguageProvider>
        <StationProvider>
          <CoverScreen />
        </StationProvider>
      </LanguageProvider>
    </FailureBoundary>
  );
}
