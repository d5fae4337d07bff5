import type { Result } from '../../../preload/contract/errors.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { signCase } from '../staff/client-calls.ts';
import { ApprovalAhead } from './approval-ahead.tsx';
import { CommandFacts } from './command-facts.tsx';
import { TouchActions } from './touch-actions.tsx';

interface Properties {
  readonly open: CounterCase;
  readonly onSigned: (next: CounterCase) => void;
  /** Hears every answer, also once this step has gone. */
  readonly onAnswer: (answer: Result<CounterCase>) => void;
  readonly onBack: () => void;
}

/** What is about to be signed, first in words, then as the exact text and its SHA-256 (I1). */
export function ReadStep({ open, onSigned, onAnswer, onBack }: Properties) {
  const { text } = useText();
  const press = usePress();
  const decision = open.decision;
  if (decision === null) return null;
  return (
    <section className="step">
      <ScreenHeading>{text('read.heading')}</ScreenHeading>
      <p>{text('read.lead')}</p>
      <ApprovalAhead open={open} />
      <CommandFacts open={open} decision={decision} signerLabel="read.operator" />
      <RefusalNotice refusal={press.refusal} />
      <TouchActions
        press={press}
        says={{ busy: 'read.signing', hid: 'read.sign', webauthn: 'read.sign-webauthn' }}
        touch={(client) => signCase(client, open.id)}
        onAnswer={onAnswer}
        onTouched={onSigned}
      >
        <Button icon="back" data-way="back" onClick={onBack} disabled={press.busy}>
          {text('read.back')}
        </Button>
      </TouchActions>
    </section>
  );
}
