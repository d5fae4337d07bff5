import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type PinDraft, PinFields, pinDraftProblem } from '../keys/pin-fields.tsx';

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
  const press = usePress();
  const [present, setPresent] = useState('');
  const [draft, setDraft] = useState<PinDraft>(empty);
  const [tried, setTried] = useState(false);
  const [answered, setAnswered] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const rules = { minimumLength: prompt.minimumPinLength, maximumLength: longest };
  const problem = pinDraftProblem(draft, rules) ?? (draft.next === present ? 'same' : null);

  // A new prompt object is a new question, as in the form for the PIN alone.
  useEffect(() => {
    if (prompt.step !== 'change-pin') return;
    setAnswered(false);
    input.current?.focus();
  }, [prompt]);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (press.busy || answered) return;
    setTried(true);
    if (present === '' || problem !== null) return;
    setPresent('');
    setDraft(empty);
    setTried(false);
    setAnswered(true);
    void press.run(() =>
      window.madoguchi.call('key.answerPinChange', { promptId: prompt.promptId, present, next: draft.next }),
    );
  };

  const checking = (answered || press.busy) && press.refusal === null;
  return (
    <form className="pin-form" onSubmit={submit}>
      {prompt.wrongPin && !checking && (
        <Notice tone="bad" live="assertive" title={text('keys.present-wrong')}>
          {prompt.retriesLeft !== null && <p>{text('key.retries-left', { count: prompt.retriesLeft })}</p>}
        </Notice>
      )}
      {prompt.again === 'new-pin' && !checking && (
        <Notice tone="bad" live="assertive">
          <p>{text('error.key/pin-not-allowed')}</p>
        </Notice>
      )}
      <RefusalNotice refusal={press.refusal} />
      <TextField
        label={text('keys.present-pin')}
        type="password"
        inputRef={input}
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
      <div className="dialog-actions">
        <Button onClick={onCancel}>{text('action.cancel')}</Button>
        <Button type="submit" strength="strong" busy={checking}>
          {text(checking ? 'key.checking' : 'keys.change-pin-submit')}
        </Button>
      </div>
    </form>
  );
}
