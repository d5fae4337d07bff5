import { useEffect, useId, useRef, useState } from 'react';
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

/**
 * Long work: what is done, how far it is, how long it still takes, and the way out of it. A screen reader hears what is
 * being done when that changes, and how far it is at each quarter; whoever wants to know it in between finds it at the bar.
 */
export function Progress({ label, spoken, done, detail, remaining, cancel }: Properties) {
  const id = useId();
  const far = [detail, remaining].filter((words) => words !== undefined && words !== '').join(', ');
  const said = useSaid([spoken ?? label, far].filter((words) => words !== '').join(': '), label, done);
  return (
    <div className="progress">
      <div className="progress-words">
        <p className="progress-label" id={id}>
          {label}
        </p>
        <progress
          className="progress-bar"
          {...(spoken === undefined ? { 'aria-labelledby': id } : { 'aria-label': spoken })}
          {...(far === '' ? {} : { 'aria-valuetext': far })}
          {...(done === null ? {} : { max: done.of, value: Math.min(done.of, done.value) })}
        />
        <p className="progress-detail">
          {detail !== undefined && <span>{detail}</span>}
          {remaining !== undefined && <span>{remaining}</span>}
        </p>
        <p className="visually-hidden" role="status">
          {said}
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

/** The words of the moment, taken over when another quarter or other work begins. */
function useSaid(words: string, label: string, done: Properties['done']): string {
  const latest = useRef(words);
  latest.current = words;
  const [said, setSaid] = useState('');
  const occasion = `${label} ${quarterOf(done)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said when there is occasion, not when the words change
  useEffect(() => setSaid(latest.current), [occasion]);
  return said;
}

/** How many quarters are done; none while nobody knows how much there is. */
export function quarterOf(done: Properties['done']): number {
  return done === null || done.of <= 0 ? 0 : Math.floor((4 * Math.min(done.of, done.value)) / done.of);
}
