import { type SyntheticEvent, useRef, useState } from 'react';
import type { ConnectionState } from '../../../preload/contract/events.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { ExemptionDecision, LabSession } from '../../../preload/contract/models/lab.ts';
import type { FactorOffer } from '../../../preload/contract/models/second-factor.ts';
import { type MessageKey, useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { useStation } from '../../app/station.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { OutcomeNotice, type RefusedOutcome } from './outcome-notice.tsx';
import { SignInRefusal } from './sign-in-refusal.tsx';
import { SignInWaiting } from './sign-in-waiting.tsx';
import { useWait } from './wait.ts';

interface Properties {
  readonly usable: boolean;
  /** What the last session left is still being removed: a sign-in waits for that. */
  readonly wiping: boolean;
  readonly onSignedIn: (session: LabSession) => void;
  /** Nobody is exempt here now: a second factor follows the password. */
  readonly withFactor: boolean;
  readonly contact: LocalizedText | null;
  /** With what the person can be asked right here, if anything. */
  readonly onFactorRequired: (decision: ExemptionDecision, offer: FactorOffer | null) => void;
  readonly onTyping: () => void;
}

/** Login and password. After any failure the login stays and the password is gone (I7). */
export function SignInForm({
  usable,
  wiping,
  withFactor,
  contact,
  onSignedIn,
  onFactorRequired,
  onTyping,
}: Properties) {
  const { text } = useText();
  const { connection } = useStation();
  const press = usePress();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [outcome, setOutcome] = useState<RefusedOutcome | null>(null);
  const wait = useWait(login);
  const passwordInput = useRef<HTMLInputElement>(null);
  const waiting = wait.seconds > 0;
  const ready = usable && !waiting && !press.busy && login !== '' && password !== '';

  const readiness = wiping && usable ? 'wipe.wiping' : readinessOf(usable, connection, outcome, withFactor);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!ready) return;
    setOutcome(null);
    void press
      .run(
        () => window.madoguchi.call('lab.signIn', { login: login.trim(), password }),
        (answer) => {
          if (answer.outcome === 'ok') return onSignedIn(answer.session);
          setOutcome(answer);
          if (answer.outcome === 'wrong') wait.begin(answer.waitSeconds);
          if (answer.outcome === 'mfa-required')
            onFactorRequired(answer.decision, answer.secondFactor ?? null);
        },
        (refusal) => {
          if (refusal.code === 'sign-in/wait') wait.begin(Number(refusal.parameters?.seconds ?? 0));
        },
      )
      .finally(() => {
        setPassword('');
        setShown(false);
        passwordInput.current?.focus();
      });
  };

  return (
    <form className="lock-form" data-testid="lock-form" onSubmit={submit} aria-label={text('lock.heading')}>
      <SignInRefusal refusal={press.refusal} />
      {outcome !== null && <OutcomeNotice outcome={outcome} waitSeconds={wait.seconds} contact={contact} />}
      <TextField
        label={text('lock.login')}
        value={login}
        onChange={(event) => {
          setLogin(event.target.value);
          onTyping();
        }}
        autoFocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={128}
        name="login"
      />
      <TextField
        label={text('lock.password')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        inputRef={passwordInput}
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={1024}
        name="password"
        trailing={
          <button
            type="button"
            className="field-action"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Icon name={shown ? 'eye-off' : 'eye'} />
            {text(shown ? 'lock.hide-password' : 'lock.show-password')}
          </button>
        }
      />
      <RecordingButton
        type="submit"
        strength="strong"
        size="large"
        busy={press.busy}
        disabled={!usable || waiting}
      >
        {press.busy
          ? text('lock.verifying')
          : waiting
            ? text('lock.wait-button', { seconds: wait.seconds })
            : text('lock.sign-in')}
      </RecordingButton>
      {press.busy && <SignInWaiting wiping={wiping} />}
      <p className="lock-readiness" role="status">
        {press.busy || readiness === null ? '' : text(readiness)}
      </p>
    </form>
  );
}

/** What the line below the button says; nothing where a second factor has just been asked for. */
function readinessOf(
  usable: boolean,
  connection: ConnectionState,
  outcome: RefusedOutcome | null,
  withFactor: boolean,
): MessageKey | null {
  if (!usable) return connection === 'lost' ? 'lock.waiting-agent' : 'lock.preparing';
  if (outcome?.outcome === 'mfa-required') return null;
  return withFactor ? 'lock.password-then-factor' : 'lock.password-alone';
}
