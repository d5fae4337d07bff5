import { useRef } from 'react';
import type { KioskExit } from '../../../preload/contract/models/kiosk.ts';
import { durationText } from '../../app/duration.ts';
import { useFocusHandedOn } from '../../app/focus-handed-on.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

interface Properties {
  readonly exit: KioskExit;
  readonly onReturned: (exit: KioskExit) => void;
}

/** In sight for as long as the kiosk is open for maintenance: who opened it, how long it still is, and the way back. */
export function KioskLeft({ exit, onReturned }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const bar = useRef<HTMLElement>(null);
  useFocusHandedOn(bar, () => document.querySelector('[data-testid=open-maintenance]'));
  const now = useStationNow(1000);
  const seconds =
    now === null || exit.leftUntil === null ? null : Math.max(0, (Date.parse(exit.leftUntil) - now) / 1000);
  return (
    <section ref={bar} className="kiosk-left" data-testid="kiosk-left" aria-label={text('kiosk.left')}>
      <p className="kiosk-left-title" role="status">
        <Icon name="wrench" />
        {text('kiosk.left')}
      </p>
      <p role="timer">
        {text('kiosk.left-detail', {
          name: exit.by === null ? '' : localized(exit.by),
          time: seconds === null ? '—' : durationText(seconds, text),
        })}
      </p>
      <RefusalNotice refusal={press.refusal} />
      <Button
        icon="shield"
        busy={press.busy}
        onClick={() => void press.run(() => window.madoguchi.call('kiosk.return', {}), onReturned)}
      >
        {text('kiosk.return')}
      </Button>
    </section>
  );
}
