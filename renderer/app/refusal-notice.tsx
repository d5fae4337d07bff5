import type { Refusal } from '../../preload/contract/errors.ts';
import { Notice } from '../ui/notice.tsx';
import { useText } from './language.tsx';

/** What was refused, what was kept and what to do next, in the language of the moment. */
export function RefusalNotice({ refusal }: { readonly refusal: Refusal | null }) {
  const { refused } = useText();
  if (refusal === null) return null;
  return (
    <Notice tone="bad" live="assertive">
      <p>{refused(refusal)}</p>
    </Notice>
  );
}
