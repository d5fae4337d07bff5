import { type SyntheticEvent, useEffect, useId, useRef, useState } from 'react';
import type { FactorStep } from '../../../preload/contract/models/factor-step.ts';
import type { LabSession } from '../../../preload/contract/models/lab.ts';
import type { FactorOffer } from '../../../preload/contract/models/second-factor.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ProviderStep } from './provider-step.tsx';
import { SignInRefusal, WayWithoutFactor } from './sign-in-refusal.tsx';
import { useWait } from './wait.ts';
import './second-factor.css';

interface Properties {
  readonly offer: FactorOffer;
  readonly onSignedIn: (session: LabSession) => void;
  readonly onBack: () => void;
}

/** How often a prompt on the phone is asked after. */
const pollMs = 3000;
/** Refusals after which only the password leads on. */
const endings: readonly string[] = [
  'factor/over',
  'factor/too-many',
  'factor/rejected',
  'factor/locked',
  'factor/refused',
  'sign-in/too-many-failures',
];
const sentKinds: readonly string[] = ['sms', 'email', 'call', 'push'];

/** After the password: the person proves themselves in one of the ways that are theirs. */
export function SecondFactorForm({ offer, onSignedIn, onBack }: Properties) {
  const { text } = useText();
  const press = usePress();
  const [factorId, setFactorId] = useState<string | null>(offer.factors[0]?.id ?? null);
  const [sent, setSent] = useState<{ readonly factorId: string; readonly show: string | null } | null>(null);
  const [wrong, setWrong] = useState<{ readonly triesLeft: number } | null>(null);
  const [code, setCode] = useState('');
  const codeInput = useRef<HTMLInputElement>(null);
  // At the beginning, and once a code was sent. Who is choosing by the arrows goes on choosing (WCAG 2.2, 3.2.2).
  const codeIsNext = useRef(true);
  const wait = useWait('');
  const name = useId();
  const factor = offer.factors.find(({ id }) => id === factorId);
  const isSent = sent !== null && sent.factorId === factorId;
  const wantsSending = factor !== undefined && sentKinds.includes(factor.kind);
  const wantsCode = factor !== undefined && factor.kind !== 'push' && (!wantsSending || isSent);
  const waiting = wait.seconds > 0;

  const take = (step: FactorStep) => {
    if (step.state === 'ok') return onSignedIn(step.session);
    if (step.state === 'waiting') {
      if (factorId !== null) setSent({ factorId, show: step.show ?? sent?.show ?? null });
      return;
    }
    setWrong({ triesLeft: step.triesLeft });
    wait.begin(step.waitSeconds);
  };
  const send = () => {
    if (factorId === null || press.busy) return;
    setWrong(null);
    codeIsNext.current = true;
    void press.run(() => window.madoguchi.call('lab.sendFactor', { factorId }), take);
  };
  const confirm = (event: SyntheticEvent) => {
    event.preventDefault();
    if (factorId === null || press.busy || waiting || code.trim() === '') return;
    const input = { factorId, code: code.trim() };
    setCode('');
    setWrong(null);
    void press
      .run(
        () => window.madoguchi.call('lab.verifyFactor', input),
        take,
        (refusal) => {
          if (refusal.code === 'sign-in/wait') wait.begin(Number(refusal.parameters?.seconds ?? 0));
        },
      )
      .finally(() => codeInput.current?.focus());
  };

  useEffect(() => {
    if (wantsCode && codeIsNext.current) codeInput.current?.focus();
    codeIsNext.current = false;
  }, [wantsCode]);
  useApproval(isSent && factor?.kind === 'push' && press.refusal === null ? factorId : null, press.run, take);

  const isOver = press.refusal !== null && endings.includes(press.refusal.code);
  const pushText =
    sent?.show == null ? text('factor.push-sent') : text('factor.push-number', { number: sent.show });
  return (
    <div className="second-factor" data-testid="second-factor">
      <ScreenHeading>{text('factor.heading')}</ScreenHeading>
      <SignInRefusal refusal={press.refusal} />
      {wrong !== null && press.refusal === null && (
        <Notice tone="bad" live="assertive" title={text('factor.wrong')}>
          <p>{text('factor.wrong-next', { count: wrong.triesLeft })}</p>
        </Notice>
      )}
      {waiting && (
        <p className="notice-strong" aria-live="off">
          {text('factor.wait', { seconds: wait.seconds })}
        </p>
      )}
      {offer.factors.length > 0 && !isOver && (
        <>
          <p role="status">{text('factor.lead')}</p>
          <Choices
            label={text('factor.choice')}
            labelHidden
            value={factorId}
            onChoose={(chosen) => {
              codeIsNext.current = false;
              setFactorId(chosen);
              setWrong(null);
              setCode('');
              press.forget();
            }}
            choices={offer.factors.map(({ id, kind, hint }) => ({
              value: id,
              label: text(`factor.kind.${kind}`),
              detail: hint ?? undefined,
            }))}
          />
          {isSent && (
            <p role="status" className={sent.show === null ? '' : 'second-factor-number'}>
              {factor?.kind === 'push' ? pushText : text('factor.sent')}
            </p>
          )}
          {wantsSending && (
            <Button
              strength={isSent ? 'quiet' : 'strong'}
              size={isSent ? 'normal' : 'large'}
              busy={press.busy && !isSent}
              onClick={send}
            >
              {text(isSent ? 'factor.send-again' : 'factor.send')}
            </Button>
          )}
          {wantsCode && (
            <form className="lock-form" onSubmit={confirm} aria-label={text('factor.heading')}>
              <TextField
                className="second-factor-code"
                label={text('factor.code')}
                value={code}
                onChange={(event) => setCode(event.target.value)}
                inputRef={codeInput}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={64}
                name={name}
              />
              <RecordingButton
                type="submit"
                strength="strong"
                size="large"
                busy={press.busy}
                disabled={waiting}
              >
                {text(press.busy ? 'factor.confirming' : 'factor.confirm')}
              </RecordingButton>
            </form>
          )}
        </>
      )}
      {offer.page && !isOver && <ProviderStep strong={offer.factors.length === 0} />}
      {!isOver && (
        <Disclosure title={text('factor.none-at-hand')} testId="factor-none">
          <WayWithoutFactor />
        </Disclosure>
      )}
      <Button
        strength={isOver ? 'strong' : 'quiet'}
        icon="back"
        onClick={() => {
          void window.madoguchi.call('lab.leaveFactor', {});
          onBack();
        }}
      >
        {text('factor.back')}
      </Button>
    </div>
  );
}

/** Asks after the prompt while it is waited for; ends with the first answer that is not "not yet". */
function useApproval(
  factorId: string | null,
  run: ReturnType<typeof usePress>['run'],
  take: (step: FactorStep) => void,
): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (factorId === null) return;
    const timer = setInterval(
      () =>
        void run(
          () => window.madoguchi.call('lab.verifyFactor', { factorId }),
          (step) => latest.current(step),
        ),
      pollMs,
    );
    return () => clearInterval(timer);
  }, [factorId, run]);
}
