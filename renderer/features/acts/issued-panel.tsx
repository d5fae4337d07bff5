import { type SyntheticEvent, useState } from 'react';
import type { ShownSecret } from '../../../preload/contract/models/acts.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { clockTime, dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { QrCode } from '../totp/qr-code.tsx';
import '../totp/totp.css';
import { decideText } from './decide-text.ts';

interface Properties {
  readonly open: CounterCase;
  /** What this window was given once; null where it was not, or the window came later. */
  readonly shown: ShownSecret | null;
  readonly onChanged: (next: CounterCase) => void;
}

/** What was issued, for the visitor's eyes, once (I7); and the proof that a new TOTP works. */
export function IssuedPanel({ open, shown, onChanged }: Properties) {
  const { language, wording } = useText();
  const { command } = open;
  if (command === null) return null;
  const issuing = command.kind === 'new-totp' || command.kind === 'temporary-code';
  if (!issuing) return null;
  if (command.state === 'issuing' && !open.acts.again)
    return (
      <Notice tone="neutral" icon="hourglass" live="polite" title={decideText(wording, 'shown.issuing')} />
    );
  const mine = shown?.commandId === command.id ? shown : null;
  if (command.kind === 'new-totp' && command.ending === 'done')
    return <Notice tone="good" live="polite" title={decideText(wording, 'shown.proved')} />;
  if (open.acts.page !== null && command.kind === 'new-totp')
    return <OnCallersPage open={open} page={open.acts.page} />;
  if (mine === null && (command.state === 'issued' || command.ending === 'done'))
    return <Notice tone="warn" title={decideText(wording, 'shown.gone')} />;
  if (mine === null) return null;
  return (
    <section className="card issued" data-testid="issued" data-kind={mine.kind}>
      <p className="issued-once">{decideText(wording, 'shown.once')}</p>
      {mine.kind === 'temporary-code' ? (
        <>
          <p className="issued-label">{decideText(wording, 'shown.code')}</p>
          <p className="shown-code" translate="no" data-testid="issued-code">
            {mine.code}
          </p>
          <p>
            {decideText(wording, 'shown.code-until', {
              until: dayAndTime(Date.parse(mine.validUntil), language),
            })}
          </p>
        </>
      ) : (
        <div className="totp-confirmation">
          <QrCode content={mine.uri} label={decideText(wording, 'shown.qr')} />
          <div className="totp-form">
            <p className="totp-scan">{decideText(wording, 'shown.scan')}</p>
            <div>
              <p className="field-hint">{decideText(wording, 'shown.secret')}</p>
              <code className="totp-secret" data-testid="issued-secret" translate="no">
                {mine.secret}
              </code>
            </div>
            <ProofForm open={open} onChanged={onChanged} />
          </div>
        </div>
      )}
    </section>
  );
}

/** What was issued for a caller: on their page alone. Here is only how that goes on. */
function OnCallersPage({
  open,
  page,
}: {
  readonly open: CounterCase;
  readonly page: NonNullable<CounterCase['acts']['page']>;
}) {
  const { wording } = useText();
  const { proof } = open.acts;
  if (!page.shown) return <Notice tone="warn" live="polite" title={decideText(wording, 'page.closed')} />;
  if (proof === null) return <Notice tone="warn" live="polite" title={decideText(wording, 'page.over')} />;
  return (
    <div data-testid="on-page">
      <Notice
        tone="neutral"
        icon="hourglass"
        live="polite"
        title={decideText(wording, 'page.shown', { reference: page.reference })}
      >
        <p>
          {decideText(wording, 'page.waits', {
            until: clockTime(Date.parse(proof.expiresAt)),
            triesLeft: proof.triesLeft,
          })}
        </p>
      </Notice>
    </div>
  );
}

function ProofForm({ open, onChanged }: Omit<Properties, 'shown'>) {
  const { wording } = useText();
  const press = usePress();
  const [code, setCode] = useState('');
  const { proof } = open.acts;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (code.trim() === '') return;
    const input = { caseId: open.id, code: code.trim().slice(0, 20) };
    setCode('');
    void press.run(() => window.madoguchi.call('counter.proveCode', input), onChanged);
  };
  if (proof === null) return <RefusalNotice refusal={press.refusal} />;
  return (
    <form className="totp-form" onSubmit={submit}>
      <TextField
        className="totp-code"
        label={decideText(wording, 'shown.proof')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        hint={decideText(wording, 'shown.proof-hint', {
          until: clockTime(Date.parse(proof.expiresAt)),
          triesLeft: proof.triesLeft,
        })}
        inputMode="numeric"
        autoComplete="off"
        maxLength={10}
        autoFocus
      />
      <RefusalNotice refusal={press.refusal} />
      <Button type="submit" strength="strong" busy={press.busy}>
        {decideText(wording, 'shown.prove')}
      </Button>
    </form>
  );
}
