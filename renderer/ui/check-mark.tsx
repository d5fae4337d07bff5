import { Checkbox } from 'react-aria-components/Checkbox';
import { Icon } from './icon.tsx';
import './choices.css';

interface Properties {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: string;
}

/** A statement that the operator confirms by ticking it. */
export function CheckMark({ checked, onChange, children }: Properties) {
  return (
    <Checkbox className="check" isSelected={checked} onChange={onChange}>
      <span className="check-box" aria-hidden="true">
        <Icon name="check" />
      </span>
      <span>{children}</span>
    </Checkbox>
  );
}
