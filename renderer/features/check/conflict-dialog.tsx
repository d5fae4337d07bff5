import type { CheckView } from '../../../preload/contract/models/check.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useCheckText } from './check-text.ts';

interface Properties {
  readonly view: CheckView;
  readonly onSeen: (view: CheckView) => void;
  readonly onCheckAgain: () => void;
  readonly onClose: () => void;
}

/** What came about while the case was open, as a choice: leave it, look again, or go on knowingly. */
export function ConflictDialog({ view, onSeen, onCheckAgain, onClose }: Properties) {
  const { language, localized } = useText();
  const say = useCheckText();
  const press = usePress();
  const shown = (at: string | null) => (at === null ? '—' : dayAndTime(Date.parse(at), language));
  const positions = view.conflicts.map(({ position }) => position);
  const seen = (then: () => void) =>
    void press.run(
      () => window.madoguchi.call('check.goOn', { caseId: view.caseId, positions }),
      (next) => {
        onSeen(next);
        then();
      },
    );
  return (
    <Dialog
      title={say('check.conflict.title')}
      open={view.conflicts.length > 0}
      urgent
      testId="conflict"
      onCancel={() => undefined}
    >
      <ul className="check-conflicts">
        {view.conflicts.map((conflict) => (
          <li key={conflict.position} data-cause={conflict.cause}>
            {say(`check.conflict.${conflict.cause}`, {
              counter: conflict.counter === null ? '—' : localized(conflict.counter),
              at: shown(conflict.at),
              until: shown(conflict.until),
              reference: conflict.reference ?? '—',
            })}
          </li>
        ))}
      </ul>
      <p>{say('check.conflict.lead')}</p>
      <RefusalNotice refusal={press.refusal} />
      <div className="dialog-actions">
        <Button onClick={() => seen(() => undefined)} busy={press.busy}>
          {say('check.conflict.go-on')}
        </Button>
        <Button onClick={() => seen(onCheckAgain)} busy={press.busy}>
          {say('check.conflict.again')}
        </Button>
        <Button strength="strong" onClick={onClose}>
          {say('check.conflict.close')}
        </Button>
      </div>
    </Dialog>
  );
}
