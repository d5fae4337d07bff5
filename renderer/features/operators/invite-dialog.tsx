import { type SyntheticEvent, useState } from 'react';
import type { IssuedCode } from '../../../preload/contract/models/operators.ts';
import type { OperatorRole } from '../../../preload/contract/models/staff.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface Properties {
  readonly open: boolean;
  readonly onInvited: (code: IssuedCode) => void;
  readonly onCancel: () => void;
}

/** Who the new operator will be; the supervisor's key signs exactly that. */
export function InviteDialog({ open, onInvited, onCancel }: Properties) {
  const { text } = useText();
  const press = usePress();
  return (
    <Dialog
      title={text('invite.title')}
      open={open}
      onCancel={() => {
        if (!press.busy) onCancel();
      }}
      testId="invite"
    >
      {open && <InviteForm press={press} onInvited={onInvited} onCancel={onCancel} />}
    </Dialog>
  );
}

type FormProperties = Omit<Properties, 'open'> & { readonly press: ReturnType<typeof usePress> };

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

function InviteForm({ press, onInvited, onCancel }: FormProperties) {
  const { text } = useText();
  const [id, setId] = useState('');
  const [ja, setJa] = useState('');
  const [en, setEn] = useState('');
  const [person, setPerson] = useState('');
  const [role, setRole] = useState<OperatorRole>('operator');
  const isId = idPattern.test(id.trim());
  const complete = isId && ja.trim() !== '' && en.trim() !== '';

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!complete) return;
    const invited = {
      id: id.trim(),
      name: { ja: ja.trim(), en: en.trim() },
      role,
      person: person.trim() === '' ? null : person.trim(),
    };
    void press.run(() => window.madoguchi.call('operators.invite', invited), onInvited);
  };

  return (
    <form className="operators-form" onSubmit={submit}>
      <TextField
        label={text('invite.id')}
        value={id}
        onChange={(event) => setId(event.target.value)}
        hint={text('invite.id-hint')}
        error={id !== '' && !isId ? text('invite.id-bad') : undefined}
        maxLength={64}
        autoComplete="off"
        autoFocus
      />
      <div className="operators-pair">
        <TextField
          label={text('invite.name-ja')}
          value={ja}
          onChange={(event) => setJa(event.target.value)}
          maxLength={60}
        />
        <TextField
          label={text('invite.name-en')}
          value={en}
          onChange={(event) => setEn(event.target.value)}
          maxLength={60}
        />
      </div>
      <Choices
        label={text('invite.role')}
        columns={2}
        value={role}
        onChoose={setRole}
        choices={(['operator', 'supervisor'] as const).map((value) => ({
          value,
          label: text(`operator-role.${value}`),
          detail: text(`invite.role-${value}-detail`),
        }))}
      />
      <TextField
        label={text('invite.person')}
        value={person}
        onChange={(event) => setPerson(event.target.value)}
        hint={text('invite.person-hint')}
        maxLength={64}
        autoComplete="off"
      />
      <RefusalNotice refusal={press.refusal} />
      <div className="dialog-actions">
        <Button onClick={onCancel} disabled={press.busy}>
          {text('action.cancel')}
        </Button>
        <RecordingButton type="submit" strength="strong" icon="key" busy={press.busy} disabled={!complete}>
          {text(press.busy ? 'operators.signing' : 'invite.sign')}
        </RecordingButton>
      </div>
    </form>
  );
}
