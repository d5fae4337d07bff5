import { lazy, Suspense, useState } from 'react';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { WipeStatus } from '../../../preload/contract/models/lab.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

const WipeAgain = lazy(async () => ({ default: (await import('../kiosk/wipe-again.tsx')).WipeAgain }));

interface Properties {
  readonly wipe: WipeStatus;
  /** Whom to ask, as the policy names them. */
  readonly contact: LocalizedText | null;
}

/** What the lock screen says while the last session's traces are being removed, and when they could not be. */
export function WipeNotice({ wipe, contact }: Properties) {
  const { text, localized } = useText();
  if (wipe.state === 'clean') return null;
  if (wipe.state === 'wiping') {
    return (
      <Notice tone="neutral" icon="hourglass" live="polite" title={text('wipe.wiping')}>
        <p>{text('wipe.wiping-detail')}</p>
      </Notice>
    );
  }
  return (
    <>
      <Notice tone="bad" live="assertive" title={text('wipe.failed')}>
        <p>{text('wipe.failed-detail')}</p>
        {wipe.reason !== null && <p>{text(`wipe.reason.${wipe.reason}`)}</p>}
        {contact !== null && (
          <p className="notice-strong">{text('wipe.contact', { contact: localized(contact) })}</p>
        )}
      </Notice>
      <StaffAgain />
    </>
  );
}

/** For staff at the machine; others have no use for it, so it stands back. */
function StaffAgain() {
  const { text } = useText();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button strength="quiet" icon="key" onClick={() => setAsked(true)}>
        {text('wipe.again')}
      </Button>
      {asked && (
        <Suspense>
          <WipeAgain onDone={() => setAsked(false)} onBack={() => setAsked(false)} />
        </Suspense>
      )}
    </>
  );
}
