import type { ExemptionDecision } from '../../../preload/contract/models/lab.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { WayWithoutFactor } from './sign-in-refusal.tsx';

interface Properties {
  readonly decision: ExemptionDecision;
  readonly onAskAgain: () => void;
}

/** Instead of the form: a password alone is not accepted here now, why, and where to go (I6). */
export function NotExempt({ decision, onAskAgain }: Properties) {
  const { text, localized } = useText();
  const against = decision.reasons.filter((reason) => !reason.holds);
  return (
    <div className="not-exempt">
      <Notice tone="warn" live="polite" title={text('not-exempt.title')}>
        {against.map((reason, order) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: reasons have no identity but their order
          <p key={order}>{text(`reason.${reason.code}`)}</p>
        ))}
      </Notice>
      <p>{text('not-exempt.next')}</p>
      <p>
        {decision.contact === null
          ? text('not-exempt.contact-unknown')
          : text('not-exempt.contact', { contact: localized(decision.contact) })}
      </p>
      <WayWithoutFactor />
      <Button strength="strong" size="large" onClick={onAskAgain}>
        {text('not-exempt.ask-again')}
      </Button>
    </div>
  );
}
