import './check-mark.css';

interface Properties {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** What more there is to know of it, below. */
  readonly detail?: string | undefined;
  readonly disabled?: boolean;
  readonly testId?: string;
  readonly children: string;
}

/** A statement that is confirmed by ticking it; the whole line is pressed. */
export function CheckMark({ checked, onChange, detail, disabled = false, testId, children }: Properties) {
  return (
    <label className="check" data-testid={testId}>
      <input
        className="check-box"
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="check-words">
        <span>{children}</span>
        {detail !== undefined && <span className="check-detail">{detail}</span>}
      </span>
    </label>
  );
}
