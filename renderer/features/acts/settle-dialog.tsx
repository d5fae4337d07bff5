import type { CentreRequest } from '../../../preload/contract/models/acts.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { SignDialog } from '../operators/sign-dialog.tsx';
import { signSettlement } from '../staff/client-calls.ts';
import { decideText } from './decide-text.ts';

export interface Settling {
  readonly request: CentreRequest;
  readonly outcome: 'in-work' | 'done' | 'declined';
}

interface Properties {
  readonly session: StaffSession;
  readonly settling: Settling;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks once more before the centre's word about a request is signed. */
export function SettleDialog({ session, settling, onDone, onCancel }: Properties) {
  const { wording, localized } = useText();
  const { outcome } = settling;
  const { id, label, person, reference } = settling.request;
  return (
    <SignDialog
      session={session}
      title={decideText(wording, `requests.title.${outcome}`)}
      action={decideText(wording, 'requests.sign')}
      sign={(client, signer) => signSettlement(client, id, outcome, signer)}
      onDone={onDone}
      onCancel={onCancel}
    >
      <p>
        {localized(label)}: {person.name} ({person.number}) {reference}
      </p>
      <p>{decideText(wording, `requests.effect.${outcome}`)}</p>
    </SignDialog>
  );
}
