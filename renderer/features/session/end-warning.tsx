import { useRef } from 'react';
import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { durationText } from '../../app/duration.ts';
import { useFocusHandedOn } from '../../app/focus-handed-on.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { EndWarning as Warning } from './session-end.ts';

interface Properties {
  readonly warning: Warning;
  readonly onSession: (session: LabSession) => void;
}

/**
 * Says that the session is about to end, why, and what puts it off. It lies in the bar, takes no focus from whoever is
 * typing, and is read out politely first, at once in the last seconds; the seconds themselves are not read out.
 */
export function EndWarning({ warning, onSession }: Properties) {
  const { text } = useText();
  const box = useRef<HTMLDivElement>(null);
  // The time left is what the press has changed.
  useFocusHandedOn(box, timeLeft);
  const press = usePress();
  const { kind, remedy } = warning;
  const title = text(`session.warning.${kind}`, { time: clockTime(warning.at) });
  const act = () => {
    if (remedy === 'extend') void press.run(() => window.madoguchi.call('lab.extend', {}), onSession);
    else void press.run(() => window.madoguchi.call('lab.active', {}));
  };
  return (
    <div ref={box} className="end-warning tone-warn" data-testid="end-warning" data-kind={kind}>
      <Icon name="warning" />
      <div className="end-warning-words">
        <p className="end-warning-title">
          {title}
          <span className="end-warning-left" aria-hidden="true">
            {text('session.left', { time: durationText(warning.seconds, text) })}
          </span>
        </p>
        <p>{text(remedy === null ? 'session.warning.save' : `session.warning.${remedy}-hint`)}</p>
        <RefusalNotice refusal={press.refusal} />
      </div>
      {remedy !== null && (
        <Button strength="strong" onClick={act} busy={press.busy}>
          {text(`session.${remedy}`)}
        </Button>
      )}
      <span className="visually-hidden" role="status">
        {title}
      </span>
      <span className="visually-hidden" role="alert">
        {warning.urgent ? text('session.warning.urgent') : ''}
      </span>
    </div>
  );
}

function timeLeft(): Element | null {
  return document.querySelector('[data-testid=session-bar] [role=timer]');
}
