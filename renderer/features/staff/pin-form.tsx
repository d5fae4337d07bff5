import { useState } from 'react';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PromptForm, useQuestion } from './prompt-form.tsx';

interface Properties {
  readonly prompt: KeyPrompt;
  readonly onCancel: () => void;
}

/** Asks for the key's PIN; its length counts code points (CTAP 2.1 §6.5.1). The field is emptied with each answer. */
export function PinForm({ prompt, onCancel }: Properties) {
  const { text } = useText();
  const question = useQuestion(prompt, 'pin');
  const [pin, setPin] = useState('');
  const [tooShort, setTooShort] = useState(false);

  const submit = () => {
    if ([...pin].length < prompt.minimumPinLength) {
      setTooShort(true);
      question.input.current?.focus();
      return;
    }
    setTooShort(false);
    setPin('');
    question.answer(() => window.madoguchi.call('key.answerPin', { promptId: prompt.promptId, pin }));
  };

  return (
    <PromptForm
      prompt={prompt}
      question={question}
      words={{ wrong: text('key.pin-wrong'), submit: text('action.continue') }}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <TextField
        label={text('key.pin')}
        type="password"
        inputRef={question.input}
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
    </PromptForm>
  );
}
