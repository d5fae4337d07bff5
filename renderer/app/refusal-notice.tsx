import { Suspense } from 'react';
import type { Refusal } from '../../preload/contract/errors.ts';
import { Notice } from '../ui/notice.tsx';
import { useText } from './language.tsx';

/** What happened, what was kept, what to do next and where to go, in the language of the moment. */
export function RefusalNotice({ refusal }: { readonly refusal: Refusal | null }) {
  if (refusal === null) return null;
  // Refusals come behind the first screen: only the notice waits for them, not what it stands in.
  return (
    <Suspense fallback={null}>
      <Said refusal={refusal} />
    </Suspense>
  );
}

function Said({ refusal }: { readonly refusal: Refusal }) {
  const { refusal: words, language } = useText();
  const { happened, kept, next, where } = words(refusal);
  return (
    <Notice tone="bad" live="assertive" title={happened}>
      <p>{[kept, next].join(language === 'ja' ? '' : ' ')}</p>
      <p className="notice-where">{where}</p>
    </Notice>
  );
}
