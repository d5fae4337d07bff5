import { useEffect } from 'react';
import { clockTime, fullDay } from '../../app/japan-time.ts';
import { sentenceIn, useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { applyTypeface } from '../../app/typeface.ts';
import './cover.css';

/** A covered screen: whose machine this is and what time it is, in both languages, since nothing here can be pressed. */
export function CoverScreen() {
  useEffect(() => void applyTypeface(), []);
  const { text } = useText();
  const { status } = useStation();
  const now = useStationNow(60_000);
  const institution = status?.institution;
  return (
    <main className="cover" data-testid="cover">
      <p className="cover-institution">
        {institution ? institution.ja : text('app.name')}
        {institution && (
          <span lang="en" className="cover-other">
            {institution.en}
          </span>
        )}
      </p>
      <div>
        <time className="cover-time" dateTime={now === null ? undefined : new Date(now).toISOString()}>
          {now === null ? '\u00a0' : clockTime(now)}
        </time>
        <p className="cover-day">{now === null ? '\u00a0' : fullDay(now, 'ja')}</p>
        <p className="cover-day cover-other" lang="en">
          {now === null ? '\u00a0' : fullDay(now, 'en')}
        </p>
      </div>
      <p className="cover-note">
        {text('kiosk.cover')}
        <span lang="en" className="cover-other">
          {sentenceIn('en', 'kiosk.cover')}
        </span>
      </p>
    </main>
  );
}
