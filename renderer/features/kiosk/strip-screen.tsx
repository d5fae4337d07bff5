import { useEffect, useState } from 'react';
import type { KioskFront } from '../../../preload/contract/models/kiosk.ts';
import { useFollowed } from '../../app/ask.ts';
import { durationText } from '../../app/duration.ts';
import { type MessageKey, sentenceIn, useText } from '../../app/language.tsx';
import type { MessageParameters } from '../../app/message.ts';
import { useStationNow } from '../../app/station-clock.ts';
import { applyTypeface } from '../../app/typeface.ts';
import { Icon } from '../../ui/icon.tsx';
import { endWarning } from '../session/session-end.ts';
import './strip.css';

const english = (key: MessageKey, parameters: MessageParameters = {}) => sentenceIn('en', key, parameters);

/**
 * Above a session's programs, in both languages at once: how long the session lasts, that it is about to end, and what
 * brings the face to the front and lets the programs there again. It extends and ends nothing itself.
 */
export function StripScreen() {
  const { text } = useText();
  const session = useFollowed('lab.session', 'session').value ?? null;
  const now = useStationNow(1000);
  const shortcut = useShortcut();
  useEffect(() => void applyTypeface(), []);
  if (session === null) return <main className="strip" data-testid="strip" />;
  const warning = now === null ? null : endWarning(session, now);
  const end = warning?.at ?? Date.parse(session.endsAt);
  const seconds = now === null ? null : Math.max(0, (end - now) / 1000);
  const left = (said: typeof text) =>
    seconds === null ? '—' : said('session.left', { time: durationText(seconds, said) });
  return (
    <main
      className={warning === null ? 'strip' : 'strip strip-ending'}
      data-testid="strip"
      aria-label={text('kiosk.strip')}
    >
      <p className="strip-left" role="timer">
        <Icon name={warning === null ? 'clock' : 'warning'} />
        <span className="strip-words">
          {left(text)}
          <span lang="en">{left(english)}</span>
        </span>
      </p>
      <p className="strip-ending-words" role="alert">
        {warning !== null && (
          <span className="strip-words">
            {text('kiosk.strip.ending')}
            <span lang="en">{english('kiosk.strip.ending')}</span>
          </span>
        )}
      </p>
      <FrontButton front="face" keys={shortcut} strong={warning !== null} />
      <FrontButton front="programs" keys={null} strong={false} />
    </main>
  );
}

function FrontButton(properties: {
  readonly front: KioskFront;
  readonly keys: string | null;
  readonly strong: boolean;
}) {
  const { front, keys, strong } = properties;
  const { text } = useText();
  return (
    <button
      type="button"
      className={strong ? 'strip-button strip-button-strong' : 'strip-button'}
      onClick={() => void window.madoguchi.call('kiosk.front', { front })}
    >
      <span className="strip-words">
        {text(`kiosk.strip.${front}`)}
        <span lang="en">{english(`kiosk.strip.${front}`)}</span>
      </span>
      {keys !== null && <kbd>{keys}</kbd>}
    </button>
  );
}

function useShortcut(): string | null {
  const [shortcut, setShortcut] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void window.madoguchi.call('kiosk.window', {}).then((answer) => {
      if (current && answer.ok) setShortcut(answer.value.shortcut);
    });
    return () => {
      current = false;
    };
  }, []);
  return shortcut;
}
