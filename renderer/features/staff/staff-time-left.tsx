import { useEffect } from 'react';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { durationText } from '../../app/duration.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { useStationNow } from '../../app/station-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useActions } from '../speed/use-actions.tsx';

interface Properties {
  readonly session: StaffSession;
  readonly onAskAgain: () => void;
}

const warningSeconds = 120;

/**
 * Warns two minutes before the operator's sign-in ends (WCAG 2.2, 2.2.1) and lets them go on. It asks the agent for
 * the true end first, since work done meanwhile has moved it.
 */
export function StaffTimeLeft({ session, onAskAgain }: Properties) {
  const { text } = useText();
  const press = usePress();
  const now = useStationNow(5000);
  const left = now === null ? null : (Date.parse(session.expiresAt) - now) / 1000;
  const ending = left !== null && left <= warningSeconds;

  useEffect(() => {
    if (ending) onAskAgain();
  }, [ending, onAskAgain]);

  const stay = () => void press.run(() => window.madoguchi.call('staff.stay', {}), onAskAgain);
  useActions(ending ? [{ id: 'action.stay', group: 'window', run: stay }] : []);

  if (!ending || left === null) return null;
  return (
    <Notice tone="warn" live="polite" icon="clock" title={text('staff.ending')}>
      <p aria-live="off">{text('staff.ending-left', { time: durationText(left, text) })}</p>
      <Button busy={press.busy} onClick={stay}>
        {text('staff.go-on')}
      </Button>
    </Notice>
  );
}
