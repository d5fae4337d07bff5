import { useId } from 'react';
import { Button } from './button.tsx';
import './progress.css';

interface Properties {
  /** What is being done. */
  readonly label: string;
  /** What a screen reader calls the bar, where `label` alone would not say it. */
  readonly spoken?: string;
  /** How much of how much, in whatever is counted; null while nobody knows how much there is. */
  readonly done: { readonly value: number; readonly of: number } | null;
  /** How far it is, in words: bytes, people, files. */
  readonly detail?: string | undefined;
  /** How long it still takes, in words. */
  readonly remaining?: string | undefined;
  readonly cancel?: { readonly label: string; readonly onCancel: () => void; readonly busy?: boolean };
}

/** Long work: what is done, how far it is, how long it still takes, and the way out of it. */
export function Progress({ label, spoken, done, detail, remaining, cancel }: Properties) {
  const id = useId();
  return (
    <div className="progress">
      <div className="progress-words">
        <p className="progress-label" id={id}>
          {label}
        </p>
        <progress
          className="progress-bar"
          {...(spoken === undefined ? { 'aria-labelledby': id } : { 'aria-label': spoken })}
          {...(done === null ? {} : { max: done.of, value: Math.min(done.of, done.value) })}
        />
        <p className="progress-detail">
          {detail !== undefined && <span>{detail}</span>}
          {remaining !== undefined && <span>{remaining}</span>}
        </p>
      </div>
      {cancel !== undefined && (
        <Button busy={cancel.busy ?? false} onClick={cancel.onCancel}>
          {cancel.label}
        </Button>
      )}
    </div>
  );
}
