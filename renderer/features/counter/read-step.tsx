import type { CounterCase } from '../../../preload/contract/models.ts';
import { clockTime, dayAndTime, fullDay } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';

interface Properties {
  readonly open: CounterCase;
  readonly operator: string;
  readonly onSigned: (next: CounterCase) => void;
  readonly onBack: () => void;
}

/** What is about to be signed, first in words, then as the exact text and its SHA-256 (I1). */
export function ReadStep({ open, operator, onSigned, onBack }: Properties) {
  const { text, language } = useText();
  const press = usePress();
  const decision = open.decision;
  if (decision === null) return null;
  const until = Date.parse(decision.until);
  return (
    <section className="step">
      <ScreenHeading>{text('read.heading')}</ScreenHeading>
      <p>{text('read.lead')}</p>
      <dl className="facts facts-large">
        <dt>{text('read.what')}</dt>
        <dd>{text('read.suspend')}</dd>
        <dt>{text('read.person')}</dt>
        <dd>
          {open.person.name} ({open.person.number})
        </dd>
        <dt>{text('read.until')}</dt>
        <dd className="facts-emphasis">
          {fullDay(until, language)} {clockTime(until, language)} ({text('decide.japan-time')})
        </dd>
        <dt>{text('read.check')}</dt>
        <dd>
          {open.check?.documents.map((document) => text(`document.${document.type}`)).join(' / ')}
          {open.check !== null &&
            text('read.checked-at', { time: dayAndTime(Date.parse(open.check.checkedAt), language) })}
        </dd>
        <dt>{text('read.operator')}</dt>
        <dd>{operator}</dd>
      </dl>
      <details className="read-exact">
        <summary>{text('read.exact')}</summary>
        <pre>{decision.canonical}</pre>
        <dl>
          <dt>SHA-256 (base64url)</dt>
          <dd>
            <code>{decision.digest}</code>
          </dd>
        </dl>
      </details>
      <RefusalNotice refusal={press.refusal} />
      <div className="step-actions">
        <Button icon="back" onClick={onBack} disabled={press.busy}>
          {text('read.back')}
        </Button>
        <Button
          strength="strong"
          size="large"
          icon="key"
          busy={press.busy}
          onClick={() =>
            void press.run(() => window.madoguchi.call('counter.sign', { caseId: open.id }), onSigned)
          }
        >
          {text(press.busy ? 'read.signing' : 'read.sign')}
        </Button>
      </div>
    </section>
  );
}
