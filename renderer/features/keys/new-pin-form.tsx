import { type SyntheticEvent, useRef, useState } from 'react';
import type { PluggedKey } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CareRefusal } from './care-refusal.tsx';
import { type PinDraft, PinFields, pinDraftProblem } from './pin-fields.tsx';

interface Properties {
  readonly plugged: PluggedKey;
  readonly retriesLeft: number | null;
  readonly onDone: (what: 'pin-set' | 'pin-changed') => void;
  readonly onBack: () => void;
}

const empty: PinDraft = { next: '', again: '' };

/** Sets the first PIN or changes it. What was typed is forgotten with each answer of the key. */
export function NewPinForm({ plugged, retriesLeft, onDone, onBack }: Properties) {
  const { text } = useText();
  const press = usePress();
  const [present, setPresent] = useState('');
  const [draft, setDraft] = useState<PinDraft>(empty);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const pin = plugged.condition?.pin;
  if (pin === undefined) return null;
  const changing = pin.set;
  /** The notice above says how many tries are left. */
  const told = press.refusal?.code === 'key/pin-wrong';
  const presentMissing = changing && present === '';
  const problem = pinDraftProblem(draft, pin) ?? (changing && draft.next === present ? 'same' : null);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (press.busy) return;
    setTried(true);
    if (presentMissing || problem !== null) {
      form.current?.querySelector<HTMLInputElement>('[aria-invalid], input')?.focus();
      return;
    }
    const { next } = draft;
    setPresent('');
    setDraft(empty);
    setTried(false);
    void press.run(
      () =>
        changing
          ? window.madoguchi.call('keys.changePin', { keyId: plugged.id, present, next })
          : window.madoguchi.call('keys.setPin', { keyId: plugged.id, pin: next }),
      () => onDone(changing ? 'pin-changed' : 'pin-set'),
      () => form.current?.querySelector('input')?.focus(),
    );
  };

  return (
    <section className="keys" data-testid="key-pin">
      <ScreenHeading takesFocus={false}>
        {text(changing ? 'keys.change-pin-heading' : 'keys.set-pin-heading')}
      </ScreenHeading>
      <p>{text('keys.pin-for', { device: plugged.product })}</p>
      <CareRefusal refusal={press.refusal} />
      <form ref={form} className="new-pin" onSubmit={submit}>
        {changing && (
          <TextField
            label={text('keys.present-pin')}
            type="password"
            value={present}
            onChange={(event) => setPresent(event.target.value)}
            autoComplete="off"
            autoFocus
            maxLength={63}
            hint={told || retriesLeft === null ? undefined : text('key.retries-left', { count: retriesLeft })}
            error={tried && presentMissing ? text('keys.present-missing') : undefined}
          />
        )}
        <PinFields
          draft={draft}
          onChange={setDraft}
          rules={pin}
          problem={tried ? problem : null}
          autoFocus={!changing}
        />
        <p className="field-hint">{text('keys.pin-forgotten')}</p>
        <div className="keys-actions">
          <Button icon="back" onClick={onBack} disabled={press.busy}>
            {text('action.back')}
          </Button>
          <Button type="submit" strength="strong" size="large" icon="key" busy={press.busy}>
            {text(changing ? 'keys.change-pin-submit' : 'keys.set-pin-submit')}
          </Button>
        </div>
      </form>
    </section>
  );
}
