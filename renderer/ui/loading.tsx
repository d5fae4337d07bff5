import { useEffect, useState } from 'react';
import './spinner.css';
import './loading.css';

interface Properties {
  /** What is waited for. */
  readonly label: string;
  /** Lines that stand in for what is to come, so that little moves when it does. */
  readonly lines?: number;
}

/** Shorter waits are not worth a word, and words that come and go at once are worse than none. */
const patienceMilliseconds = 300;

/** Says what is waited for once that takes longer than 300 ms; its place is kept from the start. */
export function Loading({ label, lines = 0 }: Properties) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading">
      <p className="loading-words" role="status">
        {late && (
          <>
            <span className="spinner" aria-hidden="true" />
            {label}
          </>
        )}
      </p>
      {lines > 0 && (
        <div className="loading-lines" data-late={late || undefined} aria-hidden="true">
          {Array.from({ length: lines }, (_, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines without content, which never change their order
            <span key={line} className="loading-line" />
          ))}
        </div>
      )}
    </div>
  );
}
