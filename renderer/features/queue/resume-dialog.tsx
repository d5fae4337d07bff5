import { useEffect } from 'react';
import type { CommandView } from '../../../preload/contract/models.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Properties {
  readonly command: CommandView | null;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks once more before a suspension is ended early; the end is a command of its own and is signed like one. */
export function ResumeDialog({ command, onDone, onCancel }: Properties) {
  const { text } = useText();
  const press = usePress();
  const { forget } = press;
  useEffect(() => {
    if (command === null) forget();
  }, [command, forget]);
  return (
    <Dialog
      urgent
      title={text('resume.title')}
      open={command !== null}
      onCancel={() => {
        if (!press.busy) onCancel();
      }}
    >
      {command !== null && (
        <>
          <p>
            {text('resume.what', {
              name: command.person.name,
              number: command.person.number,
              reference: command.reference,
            })}
          </p>
          <p>{text('resume.effect')}</p>
          <RefusalNotice refusal={press.refusal} />
          <div className="dialog-actions">
            <Button onClick={onCancel} disabled={press.busy}>
              {text('action.cancel')}
            </Button>
            <Button
              strength="strong"
              icon="key"
              busy={press.busy}
              onClick={() =>
                void press.run(
                  () => window.madoguchi.call('suspension.resume', { commandId: command.id }),
                  onDone,
                )
              }
            >
              {text('resume.sign')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
