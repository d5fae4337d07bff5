import { useEffect, useState } from 'react';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { needsSigner, SignerField } from '../operators/signer-field.tsx';
import { signResume } from '../staff/client-calls.ts';
import { ClientChoice } from '../staff/client-choice.tsx';
import { useStaffClient } from '../staff/staff-client.tsx';

interface Properties {
  readonly session: StaffSession;
  readonly command: CommandView | null;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks once more before a suspension is ended early; the end is a command of its own and is signed like one. */
export function ResumeDialog({ session, command, onDone, onCancel }: Properties) {
  const { text } = useText();
  const press = usePress();
  const { client } = useStaffClient();
  const { forget } = press;
  const [signer, setSigner] = useState('');
  const named = needsSigner(session) ? signer : null;
  useEffect(() => {
    if (command !== null) return;
    forget();
    setSigner('');
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
          {named !== null && <SignerField value={named} onChoose={setSigner} />}
          <RefusalNotice refusal={press.refusal} />
          <div className="dialog-actions">
            <Button onClick={onCancel} disabled={press.busy}>
              {text('action.cancel')}
            </Button>
            <Button
              strength="strong"
              icon="key"
              busy={press.busy}
              disabled={named === ''}
              onClick={() => void press.run(() => signResume(client, command.id, named), onDone)}
            >
              {text('resume.sign')}
            </Button>
          </div>
          <ClientChoice busy={press.busy} />
        </>
      )}
    </Dialog>
  );
}
