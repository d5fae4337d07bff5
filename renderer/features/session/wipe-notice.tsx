import { lazy, Suspense, useEffect, useState } from 'react';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { WipeProgress, WipeStatus } from '../../../preload/contract/models/lab.ts';
import { type Speech, useText } from '../../app/language.tsx';
import { WorkProgress } from '../../app/work-progress.tsx';
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
  if (wipe.state === 'wiping') return <Wiping wipe={wipe} />;
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

/** A wipe that has said nothing of itself by then has not begun yet, or cannot. */
const silentMs = 1000;

/** What is being wiped and how far it is. Most wipes are over before there is anything to say, and nothing moves. */
function Wiping({ wipe }: { readonly wipe: WipeStatus }) {
  const { text } = useText();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), silentMs);
    return () => clearTimeout(timer);
  }, []);
  const { progress } = wipe;
  if (progress === undefined && !slow) return null;
  return (
    <div data-testid="wiping">
      <Notice tone="neutral" icon="hourglass" title={text('wipe.wiping')}>
        <p>{text('wipe.wiping-detail')}</p>
        {progress === undefined ? (
          <WorkProgress part="begin" label={text('wipe.part.begin')} done={0} total={null} />
        ) : (
          <WorkProgress
            part={progress.part}
            label={text(`wipe.part.${progress.part}`)}
            done={progress.done}
            total={progress.part === 'commands' && progress.total === 1 ? null : progress.total}
            detail={farOf(progress, text)}
          />
        )}
      </Notice>
    </div>
  );
}

function farOf({ part, done, total }: WipeProgress, text: Speech['text']): string | undefined {
  if (part === 'commands' && total !== null && total > 1) return text('wipe.of-commands', { done, total });
  if (part !== 'files' || done === 0) return undefined;
  return total === null ? text('wipe.removed', { done }) : text('wipe.of-files', { done, total });
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
