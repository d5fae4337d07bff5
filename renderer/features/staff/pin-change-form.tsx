import { useState } from 'react';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type PinDraft, PinFields, pinDraftProblem } from '../keys/pin-fields.tsx';
import { PromptForm, useQuestion } from './prompt-form.tsx';

interface Properties {
  readonly prompt: KeyPrompt;
  readonly onCancel: () => void;
}

const empty: PinDraft = { next: '', again: '' };
/** The longest that any key takes; this one may take less and then says so. */
const longest = 63;

/** A key that works only once its PIN was changed: asks for both PINs in the middle of what it is used for. */
export function PinChangeForm({ prompt, onCancel }: Properties) {
  const { text } = useText();
  const question = useQuestion(prompt, 'change-pin');
  const [present, setPresent] = useState('');
  const [draft, setDraft] = useState<PinDraft>(empty);
  const [tried, setTried] = useState(false);
  const rules = { minimumLength: prompt.minimumPinLength, maximumLength: longest };
  const problem = pinDraftProblem(draft, rules) ?? (draft.next === present ? 'same' : null);

  const submit = () => {
    setTried(true);
    if (present === '' || problem !== null) return;
    setPresent('');
    setDraft(empty);
    setTried(false);
    const answer = { promptId: prompt.promptId, present, next: draft.next };
    question.answer(() => window.madoguchi.call('key.answerPinChange', answer));
  };

  return (
    <PromptForm
      prompt={prompt}
      question={question}
      words={{ wrong: text('keys.present-wrong'), submit: text('keys.change-pin-submit') }}
      onSubmit={submit}
      onCancel={onCancel}
    >
      {prompt.again === 'new-pin' && !question.checking && (
        <RefusalNotice refusal={{ code: 'key/pin-not-allowed' }} />
      )}
      <TextField
        label={text('keys.present-pin')}
        type="password"
        inputRef={question.input}
        value={present}
        onChange={(event) => setPresent(event.target.value)}
        autoComplete="off"
        autoFocus
        maxLength={63}
        error={tried && present === '' ? text('keys.present-missing') : undefined}
      />
      <PinFields
        draft={draft}
        onChange={setDraft}
        rules={rules}
        problem={tried ? problem : null}
        autoFocus={false}
      />
    </PromptForm>
  );
}
