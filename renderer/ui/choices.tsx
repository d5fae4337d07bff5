import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import './choices.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string | undefined;
}

interface Properties<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | null;
  readonly onChoose: (value: Value) => void;
  readonly columns?: 1 | 2 | 3;
  readonly labelHidden?: boolean;
  readonly children?: ReactNode;
}

/** One of a few, each a card large enough to press; arrows move, space chooses. */
export function Choices<Value extends string>(properties: Properties<Value>) {
  const { label, choices, value, onChoose, columns = 1, labelHidden = false } = properties;
  return (
    <RadioGroup
      className="choices"
      value={value}
      onChange={(chosen) => onChoose(chosen as Value)}
      {...(labelHidden ? { 'aria-label': label } : {})}
    >
      {!labelHidden && <Label className="choices-label">{label}</Label>}
      <div className={`choices-cards choices-columns-${columns}`}>
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="choice">
            <span className="choice-mark" aria-hidden="true" />
            <span className="choice-words">
              <span className="choice-label">{choice.label}</span>
              {choice.detail !== undefined && <span className="choice-detail">{choice.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
