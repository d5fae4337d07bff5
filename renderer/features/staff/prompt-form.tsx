import { type ReactNode, type RefObject, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { Result } from '../../../preload/contract/errors.ts';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { type Press, usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import './key-prompt.css';

interface Question {
  readonly press: Press;
  /** The field that is typed into first. */
  readonly input: RefObject<HTMLInputElement | null>;
  /** The answer is on its way, or the key judges it. */
  readonly checking: boolean;
  /** Whether an answer is awaited: each question takes one. */
  readonly open: boolean;
  readonly answer: (call: () => Promise<Result<unknown>>) => void;
}

/** One question of a key prompt, answered once. A new prompt object is a new question, also when it carries the same id. */
export function useQuestion(prompt: KeyPrompt, step: KeyPrompt['step']): Question {
  const press = usePress();
  const [answered, setAnswered] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (prompt.step !== step) return;
    setAnswered(false);
    input.current?.focus();
  }, [prompt, step]);
  return {
    press,
    input,
    checking: (answered || press.busy) && press.refusal === null,
    open: !press.busy && !answered,
    answer(call) {
      setAnswered(true);
      void press.run(call);
    },
  };
}

interface Properties {
  readonly prompt: KeyPrompt;
  readonly question: Question;
  readonly words: {
    /** What a wrong PIN is called. */
    readonly wrong: string;
    readonly submit: string;
  };
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** What every question of a key prompt has around its fields: what was wrong before, what was refused, and two ways on. */
export function PromptForm({ prompt, question, words, onSubmit, onCancel, children }: Properties) {
  const { text } = useText();
  const { press, checking } = question;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (question.open) onSubmit();
  };
  return (
    <form className="pin-form" onSubmit={submit}>
      {prompt.wrongPin && !checking && (
        <Notice tone="bad" live="assertive" title={words.wrong}>
          {prompt.retriesLeft !== null && <p>{text('key.retries-left', { count: prompt.retriesLeft })}</p>}
        </Notice>
      )}
      <RefusalNotice refusal={press.refusal} />
      {children}
      <div className="dialog-actions">
        <Button onClick={onCancel}>{text('action.cancel')}</Button>
        <Button type="submit" strength="strong" busy={checking}>
          {checking ? text('key.checking') : words.submit}
        </Button>
      </div>
    </form>
  );
}
