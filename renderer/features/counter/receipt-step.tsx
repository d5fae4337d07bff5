import { lazy, Suspense } from 'react';
import type { ShownSecret } from '../../../preload/contract/models/acts.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { AgainChoice } from '../acts/again-choice.tsx';
import { IssuedPanel } from '../acts/issued-panel.tsx';
import { claimOf, toneOf } from '../queue/command-claim.ts';

const ReceiptActions = lazy(async () => ({
  default: (await import('../receipt/receipt-actions.tsx')).ReceiptActions,
}));

interface Properties {
  readonly open: CounterCase;
  /** What was issued once, where this window got it. */
  readonly shown: ShownSecret | null;
  readonly onChanged: (next: CounterCase) => void;
  readonly closing: boolean;
  readonly onClose: () => void;
}

/** What has come of the case so far; it claims the command's state and nothing beyond (I5), and follows it live. */
export function ReceiptStep({ open, closing, onClose, shown, onChanged }: Properties) {
  const { text } = useText();
  const command = open.command;
  return (
    <section className="step">
      <ScreenHeading>{text('receipt.heading')}</ScreenHeading>
      <IssuedPanel open={open} shown={shown} onChanged={onChanged} />
      <AgainChoice open={open} onAgain={onChanged} />
      {command === null ? <p>{text('receipt.unknown')}</p> : <Receipt command={command} />}
      {command !== null && (
        <Suspense fallback={null}>
          <ReceiptActions commandId={command.id} />
        </Suspense>
      )}
      <div className="step-actions">
        <Button strength="strong" size="large" onClick={onClose} busy={closing}>
          {text('receipt.close')}
        </Button>
      </div>
    </section>
  );
}

function Receipt({ command }: { readonly command: CommandView }) {
  const speech = useText();
  const { text, language, localized } = speech;
  const claim = claimOf(command, speech);
  return (
    <article className="receipt" data-testid="receipt" data-state={command.state}>
      <Notice tone={toneOf(command)} live="polite" title={claim.title}>
        <p>{claim.detail}</p>
      </Notice>
      <p className="receipt-reference">
        <span>{text('receipt.reference')}</span>
        <strong>{command.reference}</strong>
      </p>
      <dl className="facts">
        <dt>{text('read.person')}</dt>
        <dd>
          {command.person.name} ({command.person.number})
        </dd>
        {command.until !== null && <dt>{text('receipt.asked-until')}</dt>}
        {command.until !== null && <dd>{dayAndTime(Date.parse(command.until), language)}</dd>}
        <dt>{text('receipt.queued-at')}</dt>
        <dd>{dayAndTime(Date.parse(command.queuedAt), language)}</dd>
        <dt>{text('read.operator')}</dt>
        <dd>{localized(command.operator)}</dd>
      </dl>
    </article>
  );
}
