import { lazy, Suspense, useState } from 'react';
import type { ExemptionDecision, ExemptionReason } from '../../../preload/contract/models/lab.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Icon } from '../../ui/icon.tsx';
import { reasonDetail } from './reason-detail.ts';
import './exemption-panel.css';

const ExemptionOwnWords = lazy(async () => ({
  default: (await import('../guide/exemption-words.tsx')).ExemptionOwnWords,
}));

interface Properties {
  readonly decision: ExemptionDecision;
  readonly open?: boolean;
}

/** The decision about the second factor, in the institution's own words and with its reasons in the order in which they were judged. */
export function ExemptionPanel({ decision, open = false }: Properties) {
  const { text, localized } = useText();
  // Asked for when somebody wants to read it: the screen must not wait for it.
  const [wanted, setWanted] = useState(open);
  return (
    <details
      className="exemption"
      open={open}
      onToggle={(event) => setWanted(wanted || event.currentTarget.open)}
    >
      <summary>{text(decision.exempt ? 'exemption.why-not-asked' : 'exemption.why-asked')}</summary>
      <div className="exemption-body">
        {wanted && (
          <Suspense fallback={null}>
            <ExemptionOwnWords exempt={decision.exempt} />
          </Suspense>
        )}
        <p className="exemption-conclusion">
          {text(decision.exempt ? 'exemption.holds' : 'exemption.holds-not')}
        </p>
        <ol className="exemption-reasons">
          {decision.reasons.map((reason, order) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: reasons have no identity but their order
            <ReasonLine key={order} reason={reason} />
          ))}
        </ol>
        {decision.rationale !== null && (
          <dl className="exemption-words">
            <dt>{text('exemption.rationale')}</dt>
            <dd>{localized(decision.rationale)}</dd>
            {decision.contact !== null && <dt>{text('exemption.contact')}</dt>}
            {decision.contact !== null && <dd>{localized(decision.contact)}</dd>}
          </dl>
        )}
        <p className="exemption-foot">
          {text('exemption.decided', {
            time: clockTime(Date.parse(decision.decidedAt)),
            version: decision.policyVersion ?? '—',
          })}
        </p>
      </div>
    </details>
  );
}

function ReasonLine({ reason }: { readonly reason: ExemptionReason }) {
  const speech = useText();
  const { text } = speech;
  const detail = reasonDetail(reason, speech);
  return (
    <li className={reason.holds ? 'reason-holds' : 'reason-fails'}>
      <Icon name={reason.holds ? 'check' : 'cross'} />
      <span>
        <span className="reason-verdict">{text(reason.holds ? 'exemption.yes' : 'exemption.no')}</span>
        {text(`reason.${reason.code}`)}
        {detail !== '' && <span className="reason-detail">{detail}</span>}
      </span>
    </li>
  );
}
