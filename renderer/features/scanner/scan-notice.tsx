import type { CardScan } from '../../../preload/contract/models/scan.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useScannedCard } from './card-scan.tsx';

interface Properties {
  /** The person whose case is on the desk; null for none. */
  readonly onDesk: string | null;
}

/** What a scan led to where it did not simply find somebody: why it says nothing, or that it is about somebody else. */
export function ScanNotice({ onDesk }: Properties) {
  const { text } = useText();
  const { card, forget } = useScannedCard();
  if (card === null) return null;
  const close = <Button onClick={forget}>{text('scan.understood')}</Button>;
  if (card.outcome === 'refused')
    return (
      <div data-testid="scan-notice">
        <RefusalNotice refusal={card.refusal} />
        {close}
      </div>
    );
  if (card.outcome === 'fault')
    return (
      <div data-testid="scan-notice">
        <Notice tone="warn" live="assertive" title={text('scan.heading')}>
          <p>{faultText(text, card)}</p>
          <p>{text('scan.kept')}</p>
          {close}
        </Notice>
      </div>
    );
  if (onDesk === null && card.person.standing !== 'self') return null;
  const own = card.person.standing === 'self' && onDesk === null;
  const same = card.person.id === onDesk;
  return (
    <div data-testid="scan-notice">
      <Notice
        tone={same ? 'good' : 'warn'}
        live="assertive"
        title={text(own ? 'find.self' : same ? 'scan.same-person' : 'scan.other-case')}
      >
        {own && <p>{text('find.self-chosen')}</p>}
        {!same && !own && <p>{text('scan.other-case-detail')}</p>}
        {close}
      </Notice>
    </div>
  );
}

function faultText(
  text: ReturnType<typeof useText>['text'],
  { fault, expected, received }: Extract<CardScan, { outcome: 'fault' }>,
): string {
  switch (fault) {
    case 'too-short':
    case 'too-long':
      return expected === null || expected === 0
        ? text('scan.too-short-any')
        : text(`scan.${fault}`, { expected, received: received ?? 0 });
    case 'cut-off':
      return text('scan.cut-off', { received: received ?? 0 });
    default:
      return text(`scan.${fault}`);
  }
}
