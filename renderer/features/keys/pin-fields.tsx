import { useState } from 'react';
import { useText } from '../../app/language.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { hasWideCharacters, type PinProblem, pinLength, pinProblem, pinStrength } from './pin-draft.ts';

/** A new PIN as it is being typed, twice. */
export interface PinDraft {
  readonly next: string;
  readonly again: string;
}

interface PinRules {
  readonly minimumLength: number;
  readonly maximumLength: number;
}

export type PinDraftProblem = PinProblem | 'differs' | 'same';

/** What stands against a draft; null for nothing. */
export function pinDraftProblem(draft: PinDraft, rules: PinRules): PinDraftProblem | null {
  const problem = pinProblem(draft.next, rules);
  if (problem !== null) return problem;
  return draft.next.normalize('NFC') === draft.again.normalize('NFC') ? null : 'differs';
}

interface Properties {
  readonly draft: PinDraft;
  readonly onChange: (draft: PinDraft) => void;
  readonly rules: PinRules;
  /** Shown once the person has tried to go on. */
  readonly problem: PinDraftProblem | null;
  readonly autoFocus: boolean;
}

/** Two fields for a new PIN, with its length as the key counts it and how hard it is to guess. */
export function PinFields({ draft, onChange, rules, problem, autoFocus }: Properties) {
  const { text } = useText();
  const [shown, setShown] = useState(false);
  const type = shown ? 'text' : 'password';
  const numbers = { count: rules.minimumLength, most: rules.maximumLength };
  const atNext = problem !== null && problem !== 'differs';
  return (
    <>
      <div className="new-pin-field">
        <TextField
          label={text('keys.next-pin')}
          type={type}
          value={draft.next}
          onChange={(event) => onChange({ ...draft, next: event.target.value })}
          autoComplete="off"
          autoFocus={autoFocus}
          maxLength={63}
          hint={text('keys.pin-rule', numbers)}
          error={atNext ? text(`keys.pin-problem.${problem}`, numbers) : undefined}
          trailing={
            <button
              type="button"
              className="field-action"
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
            >
              <Icon name={shown ? 'eye-off' : 'eye'} />
              {text(shown ? 'keys.hide-pin' : 'keys.show-pin')}
            </button>
          }
        />
        {draft.next !== '' && <PinMeter typed={draft.next} />}
      </div>
      <TextField
        label={text('keys.next-pin-again')}
        type={type}
        value={draft.again}
        onChange={(event) => onChange({ ...draft, again: event.target.value })}
        autoComplete="off"
        maxLength={63}
        error={problem === 'differs' ? text('keys.pin-problem.differs') : undefined}
      />
    </>
  );
}

function PinMeter({ typed }: { readonly typed: string }) {
  const { text } = useText();
  const strength = pinStrength(typed);
  return (
    <div className="pin-meter" data-strength={strength}>
      <span className="pin-meter-bars" aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      <p role="status">
        {text(`keys.strength.${strength}`)} — {text('keys.pin-length', { count: pinLength(typed) })}
      </p>
      {hasWideCharacters(typed) && <p className="pin-meter-wide">{text('keys.pin-wide')}</p>}
    </div>
  );
}
