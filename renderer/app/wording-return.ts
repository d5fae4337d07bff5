import { useEffect } from 'react';
import { useText } from './language.tsx';
import { onTouch } from './on-touch.ts';
import { openingWording } from './wording.ts';

/** How long nobody touches a screen that belongs to nobody before it speaks to whoever comes next. */
const untouchedMilliseconds = 3 * 60_000;

/**
 * A language is chosen by a person, not by the workstation: where nobody is signed in and nothing was touched for three minutes,
 * the window goes back to the language that it opens in. What was typed stays.
 */
export function useWordingReturn(): void {
  const { wording, choose } = useText();
  useEffect(() => {
    if (wording === openingWording) return;
    let timer = setTimeout(goBack, untouchedMilliseconds);
    function goBack() {
      choose(openingWording);
    }
    const stop = onTouch(() => {
      clearTimeout(timer);
      timer = setTimeout(goBack, untouchedMilliseconds);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [wording, choose]);
}
