import { useState } from 'react';
import type { CheckMethod } from '../../../preload/contract/models/identity.ts';
import type { Press } from '../../app/press.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useCheckText } from './check-text.ts';

interface Properties {
  readonly caseId: string;
  readonly method: CheckMethod;
  /** The desk's, because the case and this button end with it. */
  readonly press: Press;
  readonly onEnded: () => void;
}

/** The operator doubts who this is. What that leads to is said before it is done. */
export function DoubtButton({ caseId, method, press, onEnded }: Properties) {
  const say = useCheckText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button strength="quiet" onClick={() => setAsking(true)}>
        {say('check.doubt')}
      </Button>
      <Dialog
        title={say('check.doubt.title')}
        open={asking}
        urgent
        testId="doubt"
        onCancel={() => setAsking(false)}
      >
        <p>{say('check.doubt.lead')}</p>
        <div className="dialog-actions">
          <Button onClick={() => setAsking(false)}>{say('check.doubt.no')}</Button>
          <Button
            strength="strong"
            busy={press.busy}
            onClick={() =>
              void press.run(() => window.madoguchi.call('check.doubt', { caseId, method }), onEnded)
            }
          >
            {say('check.doubt.yes')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
