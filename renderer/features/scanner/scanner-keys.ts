import { useEffect, useRef } from 'react';
import { type KeptField, keepField } from './kept-field.ts';
import { type Burst, type BurstRule, createKeyBurst } from './key-burst.ts';

/** A code is over when no key of it was handled for so long; a busy computer hands on keys later than they were pressed. */
const silenceMs = 400;

/**
 * Listens to every key of the window before anything in it does, and takes away what a scanner types: the field that
 * has the focus keeps what it held, no button is pressed, no form is sent.
 */
export function useScannerKeys(rule: BurstRule | null, onBurst: (burst: Burst) => void): void {
  const heard = useRef(onBurst);
  heard.current = onBurst;
  const gap = rule?.maximumGapMs;
  const terminator = rule?.terminator;

  useEffect(() => {
    if (gap === undefined || terminator === undefined) return;
    const burst = createKeyBurst({ maximumGapMs: gap, terminator });
    let kept: KeptField | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const tell = (finished: Burst | null) => {
      if (finished === null) return;
      clearTimeout(timer);
      // What an input method still held of it comes out now, and goes.
      const field = kept;
      setTimeout(() => field?.restore(), 0);
      heard.current(finished);
    };
    const afterSilence = () => tell(burst.finished(Number.POSITIVE_INFINITY));
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.isTrusted) return;
      const verdict = burst.press({
        key: event.key,
        code: event.code,
        at: event.timeStamp,
        repeat: event.repeat,
        chord: event.ctrlKey || event.altKey || event.metaKey,
      });
      if (verdict === 'begin') kept = keepField(document.activeElement);
      if (verdict === 'take' || verdict === 'end') {
        event.preventDefault();
        event.stopImmediatePropagation();
        kept?.restore();
      }
      clearTimeout(timer);
      if (verdict === 'take') timer = setTimeout(afterSilence, silenceMs);
      if (verdict !== 'take') tell(burst.finished(event.timeStamp));
    };

    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      clearTimeout(timer);
    };
  }, [gap, terminator]);
}
