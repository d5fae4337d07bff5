import { type SyntheticEvent, useState } from 'react';
import type { EnrolmentState } from '../../../preload/contract/models/operators.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** The code that a supervisor handed over. */
export function EnrolmentCodeStep({ onOpened }: { readonly onOpened: (state: EnrolmentState) => void }) {
  const { text } = useText();
  const press = usePress();
  const [code, setCode] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (code.trim() === '') return;
    void press.run(() => window.madoguchi.call('enrolment.open', { code }), onOpened);
  };
  return (
    <form className="enrolment-form" onSubmit={submit}>
      <ScreenHeading takesFocus={false}>{text('enrol.heading-code')}</ScreenHeading>
      <p>{text('enrol.lead-code')}</p>
      <TextField
        className="enrolment-code"
        label={text('enrol.code')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        hint={text('enrol.code-hint')}
        maxLength={40}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
      />
      <RefusalNotice refusal={press.refusal} />
      <Button type="submit" strength="strong" size="large" busy={press.busy} disabled={code.trim() === ''}>
        {text('action.continue')}
      </Button>
    </form>
  );
}
