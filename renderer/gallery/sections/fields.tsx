import { useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Sample } from '../samples.ts';
import { useSample } from '../say.tsx';
import type { Section } from '../section.ts';

interface FieldProperties {
  readonly label?: Sample;
  readonly initial?: string;
  readonly hint?: Sample;
  readonly error?: Sample;
  readonly trailing?: boolean;
  readonly disabled?: boolean;
  readonly readOnly?: boolean;
}

function Field({ label = 'login', initial = '', hint, error, trailing, ...rest }: FieldProperties) {
  const say = useSample();
  const [value, setValue] = useState(initial);
  return (
    <TextField
      {...rest}
      label={say(label)}
      value={value}
      onChange={(event) => setValue(event.target.value)}
      hint={hint && say(hint)}
      error={error && say(error)}
      trailing={
        trailing && (
          <button type="button" className="field-action">
            <Icon name="eye" />
            {say('show')}
          </button>
        )
      }
    />
  );
}

export const textFieldSection: Section<'text-field'> = {
  title: { ja: '文字の入力欄', en: 'Text field' },
  states: {
    empty: () => <Field />,
    filled: () => <Field initial="s20240001" />,
    hint: () => <Field hint="loginHint" />,
    error: () => <Field initial="ｓ２０２４" hint="loginHint" error="loginError" />,
    trailing: () => <Field initial="s20240001" trailing />,
    disabled: () => <Field initial="s20240001" disabled />,
    'read-only': () => <Field initial="s20240001" readOnly />,
    focused: () => <Field initial="s20240001" />,
    'long-words': () => (
      <Field label="longLabel" initial="https://idp.example.ac.jp/very/long/address/of/a/page" />
    ),
  },
};

function Room({ disabled = false }: { readonly disabled?: boolean }) {
  const say = useSample();
  return (
    <SelectField label={say('room')} disabled={disabled} defaultValue="one">
      <option value="one">{say('roomOne')}</option>
      <option value="two">{say('roomTwo')}</option>
    </SelectField>
  );
}

export const selectFieldSection: Section<'select-field'> = {
  title: { ja: '選択欄', en: 'Select field' },
  states: {
    chosen: () => <Room />,
    disabled: () => <Room disabled />,
    focused: () => <Room />,
  },
};
