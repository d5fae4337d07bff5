import { type ReactNode, type SelectHTMLAttributes, useId } from 'react';
import './field.css';

interface Properties extends SelectHTMLAttributes<HTMLSelectElement> {
  readonly label: string;
  readonly children: ReactNode;
}

/** A labelled list to choose from, for few and well-known values. */
export function SelectField({ label, children, ...rest }: Properties) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-box field-select">
        <select {...rest} id={id}>
          {children}
        </select>
      </div>
    </div>
  );
}
