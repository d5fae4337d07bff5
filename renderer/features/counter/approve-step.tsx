import type { Result } from '../../../preload/contract/errors.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { decideText } from '../acts/decide-text.ts';
import { approveCase } from '../staff/client-calls.ts';
import { CommandFacts } from './command-facts.tsx';
import { TouchActions } from './touch-actions.tsx';

interface Properties {
  readonly open: CounterCase;
  readonly onApproved: (next: CounterCase) => void;
  /** Hears every answer, also once this step has gone. */
  readonly onAnswer: (answer: Result<CounterCase>) => void;
  readonly onSetAside: () => void;
}

/** The second operator reads the same text and touches their own key. Until then nothing is queued, and this says so (I5). */
export function ApproveStep({ open, onApproved, onAnswer, onSetAside }: Properties) {
  const { text, wording } = useText();
  const press = usePress();
  const aside = usePress();
  const anew = usePress();
  const refusal = anew.refusal ?? press.refusal ?? aside.refusal;
  const pageClosed = press.refusal?.code === 'case/no-waiting-page';
  if (open.decision === null || open.approval === null) return null;
  return (
    <section className="step">
      <ScreenHeading>{text('approve.heading')}</ScreenHeading>
      <Notice tone="warn" title={text(`approve.reason.${open.approval.reason}`)}>
        <p>{text('approve.lead')}</p>
      </Notice>
      <CommandFacts open={open} decision={open.decision} signerLabel="approve.first" />
      <TouchActions
        press={press}
        says={{ busy: 'approve.signing', hid: 'approve.sign', webauthn: 'approve.sign-webauthn' }}
        touch={(client) => approveCase(client, open.id)}
        onAnswer={onAnswer}
        onTouched={onApproved}
      >
        {refusal !== null && (
          <div className="step-refusal">
            <RefusalNotice refusal={refusal} />
            {pageClosed && (
              <Button
                icon="undo"
                busy={anew.busy}
                onClick={() =>
                  void anew.run(() => window.madoguchi.call('counter.again', { caseId: open.id }), onApproved)
                }
              >
                {decideText(wording, 'again.page')}
              </Button>
            )}
          </div>
        )}
        <Button
          busy={aside.busy}
          disabled={press.busy}
          onClick={() =>
            void aside.run(() => window.madoguchi.call('counter.setAside', { caseId: open.id }), onSetAside)
          }
        >
          {text('approve.later')}
        </Button>
      </TouchActions>
    </section>
  );
}
