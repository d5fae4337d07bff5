import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';

interface Properties {
  readonly value: string;
  readonly onChoose: (id: string) => void;
}

/** Whether what this sign-in prepares needs another operator's key. */
export function needsSigner(session: StaffSession): boolean {
  return session.method === 'totp';
}

/** After a sign-in by an app's code: which other operator signs with their key. */
export function SignerField({ value, onChoose }: Properties) {
  const { text, localized } = useText();
  const signers = useAsked('operators.signers', {}, ['operators']);
  const choices = signers.value ?? [];
  if (signers.value !== undefined && choices.length === 0)
    return (
      <Notice tone="warn">
        <p>{text('signer.none')}</p>
      </Notice>
    );
  return (
    <div className="signer">
      <SelectField
        label={text('signer.label')}
        value={value}
        onChange={(event) => onChoose(event.target.value)}
      >
        <option value="">{text('signer.choose')}</option>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {localized(name)}
          </option>
        ))}
      </SelectField>
      <p className="field-hint">{text('signer.hint')}</p>
      <RefusalNotice refusal={signers.refusal} />
    </div>
  );
}
