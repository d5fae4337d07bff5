import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { AssumedMark } from './assumed-mark.tsx';

/** What to type, in the institution's own words. */
export function LockWords() {
  const { localized } = useText();
  const words = useAsked('guide.words', {}, ['station']).value;
  if (words === undefined) return null;
  return (
    <>
      {localized(words.signIn)} <AssumedMark assumed={words.assumed.includes('signIn')} />
    </>
  );
}
