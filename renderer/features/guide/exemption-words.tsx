import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { AssumedMark } from './assumed-mark.tsx';

/** Why a second factor is or is not asked for, in the institution's own words. */
export function ExemptionOwnWords({ exempt }: { readonly exempt: boolean }) {
  const { localized } = useText();
  const words = useAsked('guide.words', {}, ['station']).value;
  if (words === undefined) return null;
  const word = exempt ? 'notAsked' : 'asked';
  return (
    <p className="exemption-own">
      {localized(words[word])} <AssumedMark assumed={words.assumed.includes(word)} />
    </p>
  );
}
