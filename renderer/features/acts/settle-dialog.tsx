import { useEffect, useState } from 'react';
import type { CentreRequest } from '../../../preload/contract/models/acts.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { needsSigner, SignerField } from '../operators/signer-field.tsx';
import { signSettlement } from '../staff/client-calls.ts';
import { ClientChoice } from '../staff/client-choice.tsx';
import { useStaffClient } from '../staff/staff-client.tsx';
import { decideText } from './decide-text.ts';

export interface Settling {
  readonly request: CentreRequest;
  readonly outcome: 'in-work' | 'done' | 'declined';
}

interface Properties {
  readonly session: StaffSession;
  readonly settling: Settling | null;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks once more before the centre's word about a request is signed. */
export function SettleDialog({ session, settling, onDone, onCancel }: Properties) {
  const { text, wording, localized } = useText();
  const press = usePress();
  const { client } = useStaffClient();
  const { forget } = press;
  const [signer, setSigner] = useState('');
  const named = needsSigner(session) ? signer : null;
  useEffect(() => {
    if (settling !== null) return;
    forget();
    setSigner('');
  }, [settling, forget]);
  return (
    <Dialog
      urgent
      title={settling === null ? '' : decideText(wording, `requests.title.${settling.outcome}`)}
      open={settling !== null}
      onCancel={() => {
        if (!press.busy) onCancel();
      }}
    >
      {settling !== null && (
        <>
          <p>
            {localized(settling.request.label)}: {settling.request.person.name} (
            {settling.request.person.number}) {settling.request.reference}
          </p>
          <p>{decideText(wording, `requests.effect.${settling.outcome}`)}</p>
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
              onClick={() =>
                void press.run(
                  () => signSettlement(client, settling.request.id, settling.outcome, named),
                  onDone,
                )
              }
            >
              {decideText(wording, 'requests.sign')}
            </Button>
          </div>
          <ClientChoice busy={press.busy} />
        </>
      )}
    </Dialog>
  );
}
