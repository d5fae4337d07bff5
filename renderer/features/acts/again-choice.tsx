import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type DecideKey, decideText } from './decide-text.ts';

interface Properties {
  readonly open: CounterCase;
  readonly onAgain: (next: CounterCase) => void;
}

/** What came back is a choice: decide anew with a new touch, or leave it at that. Nothing is repeated by itself. */
export function AgainChoice({ open, onAgain }: Properties) {
  const { wording } = useText();
  const press = usePress();
  const { command } = open;
  if (command === null || !open.acts.again) return null;
  const issuing = command.kind === 'new-totp' || command.kind === 'temporary-code';
  const quiet = command.state === 'issued' || command.ending === 'done';
  const button = (
    <Button
      icon="undo"
      strength={quiet ? 'quiet' : 'plain'}
      busy={press.busy}
      onClick={() =>
        void press.run(() => window.madoguchi.call('counter.again', { caseId: open.id }), onAgain)
      }
    >
      {decideText(wording, issuing ? 'again.issue' : 'again.choose')}
    </Button>
  );
  if (quiet)
    return (
      <div className="again-quiet">
        <p>{decideText(wording, 'again.issued')}</p>
        {button}
        <RefusalNotice refusal={press.refusal} />
      </div>
    );
  return (
    <Notice tone="warn" live="polite" title={decideText(wording, 'again.title')}>
      <p>{decideText(wording, whyOf(command))}</p>
      <RefusalNotice refusal={press.refusal} />
      {button}
    </Notice>
  );
}

function whyOf({ state, ending }: CommandView): DecideKey {
  if (state === 'refused') return 'again.refused';
  return state === 'issuing' || ending === 'result-unknown' ? 'again.unknown' : 'again.other';
}
