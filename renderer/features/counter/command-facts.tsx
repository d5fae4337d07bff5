import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { clockTime, dayAndTime, fullDay } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import '../acts/acts.css';
import { Disclosure } from '../../ui/disclosure.tsx';
import { DecidedFacts } from '../acts/decided-facts.tsx';
import { useCheckText } from '../check/check-text.ts';

interface Properties {
  readonly open: CounterCase;
  readonly decision: NonNullable<CounterCase['decision']>;
  /** What the operator named here is to this command. */
  readonly signerLabel: 'read.operator' | 'approve.first';
}

/** What a signature says, first in words, then as the exact text and its SHA-256 (I1). */
export function CommandFacts({ open, decision, signerLabel }: Properties) {
  const { text, language, localized } = useText();
  const sayOfCheck = useCheckText();
  const until = decision.until === null ? null : Date.parse(decision.until);
  return (
    <>
      <dl className="facts facts-large">
        <DecidedFacts open={open} decision={decision} />
        <dt>{text('read.person')}</dt>
        <dd>
          {open.person.name} ({open.person.number})
        </dd>
        {until !== null && (
          <>
            <dt>{text('read.until')}</dt>
            <dd className="facts-emphasis">
              {fullDay(until, language)} {clockTime(until)} ({text('decide.japan-time')})
            </dd>
          </>
        )}
        <dt>{text('read.check')}</dt>
        <dd>
          {open.check?.phone !== undefined && sayOfCheck('check.by-phone')}
          {open.check?.documents.map((document) => text(`document.${document.type}`)).join(' / ')}
          {open.check !== null &&
            text('read.checked-at', { time: dayAndTime(Date.parse(open.check.checkedAt), language) })}
        </dd>
        <dt>{text(signerLabel)}</dt>
        <dd>{localized(decision.signer)}</dd>
        {open.approval !== null && open.approval.expiresAt !== null && (
          <>
            <dt>{text('approve.expires')}</dt>
            <dd>{dayAndTime(Date.parse(open.approval.expiresAt), language)}</dd>
          </>
        )}
      </dl>
      <div className="read-exact">
        <Disclosure title={text('read.exact')}>
          <pre>{decision.canonical}</pre>
          <dl>
            <dt>SHA-256 (base64url)</dt>
            <dd>
              <code>{decision.digest}</code>
            </dd>
          </dl>
        </Disclosure>
      </div>
    </>
  );
}
