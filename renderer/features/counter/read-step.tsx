import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { clockTime, dayAndTime, fullDay } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { signCase } from '../staff/client-calls.ts';
import { ClientChoice } from '../staff/client-choice.tsx';
import { useStaffClient } from '../staff/staff-client.tsx';

interface Properties {
  readonly open: CounterCase;
  readonly onSigned: (next: CounterCase) => void;
  readonly onBack: () => void;
}

/** What is about to be signed, first in words, then as the exact text and its SHA-256 (I1). */
export function ReadStep({ open, onSigned, onBack }: Properties) {
  const { text, language, localized } = useText();
  const press = usePress();
  const { client } = useStaffClient();
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
        <dd>{localized(decision.signer)}</dd>
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
          onClick={() => void press.run(() => signCase(client, open.id), onSigned)}
        >
          {text(press.busy ? 'read.signing' : client === 'hid' ? 'read.sign' : 'read.sign-webauthn')}
        </Button>
      </div>
      <ClientChoice busy={press.busy} />
    </section>
  );
}
