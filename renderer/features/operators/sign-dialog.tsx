import { type ReactNode, useState } from 'react';
import type { Result } from '../../../preload/contract/errors.ts';
import type { StaffClient, StaffSession } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ClientChoice } from '../staff/client-choice.tsx';
import { useStaffClient } from '../staff/staff-client.tsx';
import { needsSigner, SignerField } from './signer-field.tsx';

interface Properties {
  readonly session: StaffSession;
  readonly title: string;
  /** What the strong button says. */
  readonly action: string;
  /** `signer`: the operator whose key is to sign, where it is not the one who is signed in. */
  readonly sign: (client: StaffClient, signer: string | null) => Promise<Result<unknown>>;
  readonly onDone: () => void;
  readonly onCancel: () => void;
  /** What is about to be signed, and what follows from it. */
  readonly children: ReactNode;
}

/** Asks once more, as long as it is mounted, before a command of no case is signed. No leaving while the key is waited for. */
export function SignDialog({ session, title, action, sign, onDone, onCancel, children }: Properties) {
  const { text } = useText();
  const press = usePress();
  const { client } = useStaffClient();
  const [signer, setSigner] = useState('');
  const named = needsSigner(session) ? signer : null;
  return (
    <Dialog
      urgent
      title={title}
      open
      onCancel={() => {
        if (!press.busy) onCancel();
      }}
    >
      {children}
      {named !== null && <SignerField value={named} onChoose={setSigner} />}
      <RefusalNotice refusal={press.refusal} />
      <div className="dialog-actions">
        <Button onClick={onCancel} disabled={press.busy}>
          {text('action.cancel')}
        </Button>
        <RecordingButton
          strength="strong"
          icon="key"
          busy={press.busy}
          disabled={named === ''}
          onClick={() => void press.run(() => sign(client, named), onDone)}
        >
          {action}
        </RecordingButton>
      </div>
      <ClientChoice busy={press.busy} />
    </Dialog>
  );
}
