import { Suspense } from 'react';
import type { Refusal } from '../../preload/contract/errors.ts';
import { Notice } from '../ui/notice.tsx';
import { useText } from './language.tsx';

interface Properties {
  readonly refusal: Refusal | null;
  /** Nothing was refused yet: it says what would be, for as long as that lasts. */
  readonly standing?: boolean;
}

/** What happened, what was kept, what to do next and where to go, in the language of the moment. */
export function RefusalNotice({ refusal, standing = false }: Properties) {
  if (refusal === null) return null;
  // Refusals come behind the first screen: only the notice waits for them, not what it stands in.
  return (
    <Suspense fallback={null}>
      <Said refusal={refusal} standing={standing} />
    </Suspense>
  );
}

function Said({ refusal, standing }: { readonly refusal: Refusal; readonly standing: boolean }) {
  const { refusal: words, language } = useText();
  const { happened, kept, next, where } = words(refusal);
  return (
    <Notice tone={standing ? 'warn' : 'bad'} live={standing ? 'polite' : 'assertive'} title={happened}>
      <p>{[kept, next].join(language === 'ja' ? '' : ' ')}</p>
      <p className="notice-where">{where}</p>
    </Notice>
  );
}
