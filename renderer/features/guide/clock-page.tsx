import { type SyntheticEvent, useRef, useState } from 'react';
import type { ClockCheck, ClockVerdict } from '../../../preload/contract/models/guide-answers.ts';
import { clockTime } from '../../app/japan-time.ts';
import { type Press, usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { QrCode } from '../totp/qr-code.tsx';
import { ClockAnswer } from './clock-answer.tsx';
import { useGuideText } from './guide-text.ts';
import '../../ui/card.css';
import '../totp/totp.css';

/** Checks a phone's clock by a trial entry in its authenticator app. No account is involved. */
export function ClockPage() {
  const speak = useGuideText();
  const press = usePress();
  const [check, setCheck] = useState<ClockCheck | null>(null);
  const begin = () => void press.run(() => window.madoguchi.call('guide.clockCheck.begin', {}), setCheck);
  const isOver = press.refusal?.code === 'guide/check-over';
  return (
    <section className="guide-clock" data-testid="guide-clock">
      <ScreenHeading>{speak('guide.clock.heading')}</ScreenHeading>
      <p>{speak('guide.clock.lead')}</p>
      {(check === null || isOver) && (
        <>
          <RefusalNotice refusal={press.refusal} />
          <div className="guide-actions">
            <Button strength="strong" size="large" busy={press.busy} onClick={begin}>
              {speak('guide.clock.begin')}
            </Button>
          </div>
        </>
      )}
      {check !== null && !isOver && <OpenCheck key={check.id} check={check} press={press} />}
    </section>
  );
}

function OpenCheck({ check, press }: { readonly check: ClockCheck; readonly press: Press }) {
  const speak = useGuideText();
  const [code, setCode] = useState('');
  const [incomplete, setIncomplete] = useState(false);
  const [verdict, setVerdict] = useState<ClockVerdict | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const judge = (event: SyntheticEvent) => {
    event.preventDefault();
    if (press.busy) return;
    const digits = code.normalize('NFKC').replaceAll(/\s/g, '');
    setIncomplete(!/^\d{6}$/.test(digits));
    if (!/^\d{6}$/.test(digits)) return;
    setCode('');
    setVerdict(null);
    void press
      .run(() => window.madoguchi.call('guide.clockCheck.judge', { id: check.id, code: digits }), setVerdict)
      .finally(() => input.current?.focus());
  };
  const until = clockTime(Date.parse(check.expiresAt));
  return (
    <div className="card totp-confirmation">
      <QrCode content={check.uri} label={speak('guide.clock.qr')} />
      <form className="totp-form" onSubmit={judge} noValidate>
        <p className="totp-scan">{speak('guide.clock.scan')}</p>
        <div>
          <p className="field-hint">{speak('guide.clock.secret')}</p>
          <code className="totp-secret" data-testid="clock-secret" translate="no">
            {check.secret.match(/.{1,4}/g)?.join(' ')}
          </code>
        </div>
        <TextField
          className="totp-code"
          label={speak('guide.clock.code')}
          hint={verdict === null ? speak('guide.clock.until', { until }) : speak('guide.clock.again-code')}
          error={incomplete ? speak('guide.clock.six') : undefined}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          inputRef={input}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          autoFocus
        />
        <RefusalNotice refusal={press.refusal} />
        {verdict !== null && <ClockAnswer verdict={verdict} />}
        <Button type="submit" strength="strong" busy={press.busy}>
          {speak('guide.clock.judge')}
        </Button>
        <p className="field-hint">{speak('guide.clock.delete')}</p>
      </form>
    </div>
  );
}
