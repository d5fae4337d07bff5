import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface Properties {
  readonly prompt: KeyPrompt;
  readonly onCancel: () => void;
}

/** Asks for the key's PIN; its length counts code points (CTAP 2.1 §6.5.1). The field is emptied with each answer. */
export function PinForm({ prompt, onCancel }: Properties) {
  const { text } = useText();
  const press = usePress();
  const [pin, setPin] = useState('');
  const [tooShort, setTooShort] = useState(false);
  const [answered, setAnswered] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  // A new prompt object is a new question, also when it carries the same id after a wrong PIN.
  useEffect(() => {
    if (prompt.step !== 'pin') return;
    setAnswered(false);
    input.current?.focus();
  }, [prompt]);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (press.busy || answered) return;
    if ([...pin].length < prompt.minimumPinLength) {
      setTooShort(true);
      input.current?.focus();
      return;
    }
    setTooShort(false);
    setPin('');
    setAnswered(true);
    void press.run(() => window.madoguchi.call('key.answerPin', { promptId: prompt.promptId, pin }));
  };

  const checking = (answered || press.busy) && press.refusal === null;
  return (
    <form className="pin-form" onSubmit={submit}>
      {prompt.wrongPin && !checking && (
        <Notice tone="bad" live="assertive" title={text('key.pin-wrong')}>
          {prompt.retriesLeft !== null && <p>{text('key.retries-left', { count: prompt.retriesLeft })}</p>}
        </Notice>
      )}
      <RefusalNotice refusal={press.refusal} />
      <TextField
        label={text('key.pin')}
        type="password"
        inputRef={input}
        value={pin}
        onChange={(event) => setPin(event.target.value)}
        autoComplete="off"
        autoFocus
        maxLength={63}
        hint={text('key.pin-hint', { count: prompt.minimumPinLength })}
        error={tooShort ? text('key.pin-too-short', { count: prompt.minimumPinLength }) : undefined}
      />
      {!prompt.wrongPin && prompt.retriesLeft !== null && (
        <p className="field-hint">{text('key.retries-left', { count: prompt.retriesLeft })}</p>
      )}
      <div className="dialog-actions">
        <Button onClick={onCancel}>{text('action.cancel')}</Button>
        <Button type="submit" strength="strong" busy={checking}>
          {text(checking ? 'key.checking' : 'action.continue')}
        </Button>
      </div>
    </form>
  );
}
