import type { ReactNode } from 'react';
import './disclosure.css';

interface Properties {
  readonly title: ReactNode;
  readonly open?: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** More of the same, for whoever asks for it. */
export function Disclosure({ title, open = false, testId, children }: Properties) {
  return (
    <details className="disclosure" open={open} data-testid={testId}>
      <summary>{title}</summary>
      <div className="disclosure-body">{children}</div>
    </details>
  );
}
