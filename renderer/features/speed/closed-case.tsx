import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useSpeedText } from './speed-text.ts';
import { useActions } from './use-actions.tsx';

interface Properties {
  readonly caseId: string;
  readonly onTakenBack: (taken: CounterCase) => void;
}

/** A draft was closed: it says so without a name, since the next visitor sees it, and takes it back by one press. */
export function ClosedCase({ caseId, onTakenBack }: Properties) {
  const say = useSpeedText();
  const press = usePress();
  const takeBack = () =>
    void press.run(() => window.madoguchi.call('counter.takeBack', { caseId }), onTakenBack);
  useActions([{ id: 'action.take-back', group: 'case', run: takeBack }]);
  return (
    <div data-testid="closed-case">
      <Notice tone="neutral" live="polite" title={say('closed.title')}>
        <p>{say('closed.next')}</p>
        <Button icon="undo" busy={press.busy} onClick={takeBack}>
          {say('action.take-back')}
        </Button>
      </Notice>
      <RefusalNotice refusal={press.refusal} />
    </div>
  );
}
