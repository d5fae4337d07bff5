import type { CommandView } from '../../../preload/contract/models/commands.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { decideText } from './decide-text.ts';

/** What can be done with a command that is still here: send it now, or take it back while nothing of it was sent. */
export function WaitingCommandActions({ command }: { readonly command: CommandView }) {
  const { wording } = useText();
  const press = usePress();
  if (command.canRetry !== true) return null;
  const names = { name: command.person.name, reference: command.reference };
  const call = (procedure: 'command.cancel' | 'command.retry') =>
    void press.run(() => window.madoguchi.call(procedure, { commandId: command.id }));
  return (
    <div className="waiting-actions">
      <Button
        aria-label={decideText(wording, 'board.retry-of', names)}
        busy={press.busy}
        onClick={() => call('command.retry')}
      >
        {decideText(wording, 'board.retry')}
      </Button>
      {command.canCancel === true && (
        <Button
          strength="quiet"
          aria-label={decideText(wording, 'board.cancel-of', names)}
          busy={press.busy}
          onClick={() => call('command.cancel')}
        >
          {decideText(wording, 'board.cancel')}
        </Button>
      )}
      <RefusalNotice refusal={press.refusal} />
    </div>
  );
}
