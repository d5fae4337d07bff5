import type { ReactNode } from 'react';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { PersonLine } from './person-line.tsx';

interface Properties {
  readonly open: CounterCase;
  readonly children: ReactNode;
}

/** Whom the case is about and why they came; the same place on every step. */
export function CaseHeader({ open, children }: Properties) {
  const { text } = useText();
  return (
    <section className="case-header" aria-label={text('counter.case')}>
      <PersonLine person={open.person} furigana />
      <p className="case-reason">{text(`visit.${open.reason}`)}</p>
      {children}
    </section>
  );
}
