import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { durationText } from '../../app/duration.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { OutcomeNotice, type RefusedOutcome } from '../lock/outcome-notice.tsx';
import { SignInRefusal } from '../lock/sign-in-refusal.tsx';
import { useWait } from '../lock/wait.ts';

interface Properties {
  readonly session: LabSession;
  readonly lockedUntil: string;
  readonly onSession: (session: LabSession) => void;
}

/** Before its end whoever is back at the screen is told once more, in time to type a password (WCAG 2.2, 2.2.1). */
const soonMs = 60_000;

/** A kept place: nothing of the session is to be seen but whose it is and until when. The password opens it again. */
export function PlaceLocked({ session, lockedUntil, onSession }: Properties) {
  const { text } = useText();
  const press = usePress();
  const [password, setPassword] = useState('');
  const [outcome, setOutcome] = useState<RefusedOutcome | null>(null);
  const wait = useWait(session.login);
  const input = useRef<HTMLInputElement>(null);
  const now = useStationNow(1000);
  const until = Date.parse(lockedUntil);
  const soon = now !== null && until - now <= soonMs;
  const waiting = wait.seconds > 0;

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (password === '' || waiting || press.busy) return;
    setOutcome(null);
    void press
      .run(
        () => window.madoguchi.call('lab.unlock', { password }),
        (answer) => {
          if (answer.outcome === 'ok') return onSession(answer.session);
          setOutcome(answer);
          if (answer.outcome === 'wrong') wait.begin(answer.waitSeconds);
        },
        (refusal) => {
          if (refusal.code === 'sign-in/wait') wait.begin(Number(refusal.parameters?.seconds ?? 0));
        },
      )
      .finally(() => {
        setPassword('');
        input.current?.focus();
      });
  };

  return (
    <div className="place-locked" data-testid="place-locked">
      <header>
        <ScreenCorner />
      </header>
      <main className="place-locked-main">
        <h1 className="lock-heading">{text('place.heading')}</h1>
        <p className="session-lead">{text('place.whose', { name: session.displayName })}</p>
        <PlaceKept session={session} until={until} />
        <p className="place-until">
          {text('place.until', {
            time: clockTime(until),
            left: now === null ? '—' : durationText(Math.max(0, (until - now) / 1000), text),
          })}
        </p>
        <form className="place-form" onSubmit={submit}>
          <SignInRefusal refusal={press.refusal} />
          {outcome !== null && (
            <OutcomeNotice outcome={outcome} waitSeconds={wait.seconds} contact={session.decision.contact} />
          )}
          <TextField
            label={text('place.password')}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            inputRef={input}
            type="password"
            autoFocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={1024}
            name="password"
          />
          <Button type="submit" strength="strong" size="large" busy={press.busy} disabled={waiting}>
            {waiting ? text('lock.wait-button', { seconds: wait.seconds }) : text('place.unlock')}
          </Button>
        </form>
        <p
          className={`place-note ${soon ? 'place-soon tone-warn' : 'session-note'}`}
          data-testid="place-note"
        >
          {soon && <Icon name="warning" />}
          {text(soon ? 'place.soon' : 'place.note')}
        </p>
        <span className="visually-hidden" role="alert">
          {soon ? text('place.soon') : ''}
        </span>
      </main>
    </div>
  );
}

/**
 * Said once when the place is kept, since the focus begins in the field below: what this screen is, whose, and how long. The
 * seconds that pass are not read out.
 */
function PlaceKept({ session, until }: { readonly session: LabSession; readonly until: number }) {
  const { text } = useText();
  const now = useStationNow(1000);
  const [minutes, setMinutes] = useState<number | null>(null);
  useEffect(() => {
    if (now !== null) setMinutes((said) => said ?? Math.max(1, Math.round((until - now) / 60_000)));
  }, [now, until]);
  return (
    <p className="visually-hidden" role="status">
      {minutes !== null && (
        <>
          {text('place.heading')} {text('place.whose', { name: session.displayName })}{' '}
          {text('place.until', { time: clockTime(until), left: durationText(minutes * 60, text) })}
        </>
      )}
    </p>
  );
}
