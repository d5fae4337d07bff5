import { useGuideText } from './guide-text.ts';

/** Beside what no page of the institution says. */
export function AssumedMark({ assumed }: { readonly assumed: boolean | undefined }) {
  const speak = useGuideText();
  return assumed === true ? <span className="guide-assumed">{speak('guide.assumed')}</span> : null;
}

/** Below a page that shows such a mark. */
export function AssumedNote({ shown }: { readonly shown: boolean }) {
  const speak = useGuideText();
  return shown ? <p className="field-hint">{speak('guide.assumed-note')}</p> : null;
}
