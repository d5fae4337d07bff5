import type { Refusal } from '../../../preload/contract/errors.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What signing calls by the same code, but key care says in its own words. */
const ownWords = ['key/cancelled', 'key/timeout', 'key/removed', 'key/none', 'key/busy'] as const;

/** A refusal in key care: nothing was to be signed here, so it says instead that the key is as it was. */
export function CareRefusal({ refusal }: { readonly refusal: Refusal | null }) {
  const { text } = useText();
  if (refusal === null) return null;
  if (refusal.code === 'key/pin-wrong') {
    const left = refusal.parameters?.retriesLeft;
    return (
      <Notice tone="bad" live="assertive" title={text('keys.present-wrong')}>
        {typeof left === 'number' && <p>{text('key.retries-left', { count: left })}</p>}
      </Notice>
    );
  }
  const own = ownWords.find((code) => code === refusal.code);
  if (own === undefined) return <RefusalNotice refusal={refusal} />;
  return (
    <Notice tone={own === 'key/cancelled' ? 'neutral' : 'bad'} live="assertive">
      <p>{text(`keys.refused.${own}`)}</p>
    </Notice>
  );
}
