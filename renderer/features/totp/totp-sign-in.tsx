import { type SyntheticEvent, useRef, useState } from 'react';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { TextField } from '../../ui/text-field.tsx';
import '../../ui/page.css';
import './totp.css';

interface Properties {
  readonly onSignedIn: (session: StaffSession) => void;
  readonly onBack: () => void;
}

/** The way in for an operator whose key is not at hand. The code is emptied with each try: it would be used anyway. */
export function TotpSignIn({ onSignedIn, onBack }: Properties) {
  const { text } = useText();
  const press = usePress();
  const [operatorId, setOperatorId] = useState('');
  const [code, setCode] = useState('');
  const codeInput = useRef<HTMLInputElement>(null);
  const complete = operatorId.trim() !== '' && code.trim().length >= 6;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!complete || press.busy) return;
    const input = { operatorId: operatorId.trim(), code: code.trim() };
    setCode('');
    void press.run(
      () => window.madoguchi.call('staff.totpSignIn', input),
      onSignedIn,
      () => codeInput.current?.focus(),
    );
  };
  return (
    <div className="page" data-testid="totp-sign-in">
      <header className="screen-head">
        <Button strength="quiet" icon="back" onClick={onBack}>
          {text('staff.back')}
        </Button>
        <ScreenCorner />
      </header>
      <main className="page-column totp-column">
        <form className="totp-form" onSubmit={submit}>
          <ScreenHeading takesFocus={false}>{text('totp.heading')}</ScreenHeading>
          <p>{text('totp.lead')}</p>
          <TextField
            label={text('totp.operator')}
            value={operatorId}
            onChange={(event) => setOperatorId(event.target.value)}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            autoFocus
          />
          <TextField
            className="totp-code"
            label={text('totp.code')}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            inputRef={codeInput}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
          />
          <RefusalNotice refusal={press.refusal} />
          <RecordingButton
            type="submit"
            strength="strong"
            size="large"
            busy={press.busy}
            disabled={!complete && !press.busy}
          >
            {text(press.busy ? 'totp.checking' : 'totp.sign-in')}
          </RecordingButton>
        </form>
      </main>
    </div>
  );
}
