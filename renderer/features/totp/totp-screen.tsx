import { type SyntheticEvent, useState } from 'react';
import type { TotpSetUp } from '../../../preload/contract/models/operators.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { type Press, usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { QrCode } from './qr-code.tsx';
import '../../ui/card.css';
import './totp.css';

/** Sets an authenticator app up for the operator themselves: a signature, a QR code, a first code. */
export function TotpScreen({ session }: { readonly session: StaffSession }) {
  const { text } = useText();
  const press = usePress();
  const [setUp, setSetUp] = useState<TotpSetUp | null>(null);
  const [done, setDone] = useState(false);
  const begin = () => void press.run(() => window.madoguchi.call('totp.begin', {}), setSetUp);
  const over = () => {
    setSetUp(null);
    setDone(true);
  };
  return (
    <section className="totp-set-up" data-testid="totp-set-up">
      <ScreenHeading>{text('app.heading')}</ScreenHeading>
      <p>{text('app.lead')}</p>
      {session.method === 'totp' && (
        <Notice tone="neutral">
          <p>{text('app.key-needed')}</p>
        </Notice>
      )}
      {done && (
        <Notice tone="good" live="polite" title={text('app.done-heading')}>
          <p>{text('app.done')}</p>
        </Notice>
      )}
      {setUp !== null && <TotpConfirmation setUp={setUp} press={press} onConfirmed={over} />}
      {setUp === null && session.method === 'key' && (
        <>
          <RefusalNotice refusal={press.refusal} />
          <Button strength={done ? 'plain' : 'strong'} icon="key" busy={press.busy} onClick={begin}>
            {text(press.busy ? 'operators.signing' : 'app.begin')}
          </Button>
          <p className="field-hint">{text('app.replaces')}</p>
        </>
      )}
    </section>
  );
}

interface ConfirmationProperties {
  readonly setUp: TotpSetUp;
  readonly press: Press;
  readonly onConfirmed: () => void;
}

function TotpConfirmation({ setUp, press, onConfirmed }: ConfirmationProperties) {
  const { text } = useText();
  const [code, setCode] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (code.trim().length < 6) return;
    const input = { id: setUp.id, code: code.trim() };
    setCode('');
    void press.run(() => window.madoguchi.call('totp.confirm', input), onConfirmed);
  };
  return (
    <div className="card totp-confirmation">
      <QrCode content={setUp.uri} label={text('app.qr')} />
      <form className="totp-form" onSubmit={submit}>
        <p className="totp-scan">{text('app.scan')}</p>
        <p>{text('app.scan-detail')}</p>
        <div>
          <p className="field-hint">{text('app.secret')}</p>
          <code className="totp-secret" data-testid="totp-secret" translate="no">
            {setUp.secret.match(/.{1,4}/g)?.join(' ')}
          </code>
        </div>
        <TextField
          className="totp-code"
          label={text('app.code')}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          hint={text('app.until', { until: clockTime(Date.parse(setUp.expiresAt)) })}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          autoFocus
        />
        <RefusalNotice refusal={press.refusal} />
        <Button type="submit" strength="strong" busy={press.busy}>
          {text('app.confirm')}
        </Button>
      </form>
    </div>
  );
}
