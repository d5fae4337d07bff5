import { useEffect } from 'react';
import { applyTypeface } from '../../app/typeface.ts';
import { whenIdle } from '../../app/when-idle.ts';

/** How bold a name stands in a list (`.person-name`). */
const weight = '600';

/**
 * Brings the characters of people's names while nobody waits. The typeface lies in some hundred slices; the first name with a
 * character of one that has not come would fetch and unpack it in the middle of a key press, with another typeface until then.
 */
export function useNameLetters(): void {
  useEffect(() => {
    let over = false;
    let callOff = () => {};
    const bringNext = async () => {
      const slice = [...document.fonts].find(isMissing);
      if (over || slice === undefined) return;
      await slice.load().catch(() => undefined);
      layOut(slice);
      if (!over) callOff = whenIdle(() => void bringNext());
    };
    void applyTypeface().then(bringNext);
    return () => {
      over = true;
      callOff();
    };
  }, []);
}

function isMissing(face: FontFace): boolean {
  return face.status === 'unloaded' && face.weight === weight && hasIdeographs(face.unicodeRange);
}

/** Has the letters of a slice measured as a list shows them: what that takes once is then done. */
function layOut({ family, unicodeRange }: FontFace): void {
  const pen = document.createElement('canvas').getContext('2d');
  if (pen === null) return;
  const size = getComputedStyle(document.documentElement).getPropertyValue('--text-title');
  pen.font = `${weight} ${size} ${family}`;
  const codes = rangesOf(unicodeRange).flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index),
  );
  pen.measureText(String.fromCodePoint(...codes));
}

/** Whether a `unicode-range` (CSS Fonts 4 §4.5) names any of the unified ideographs. */
export function hasIdeographs(range: string): boolean {
  return rangesOf(range).some(([from, to]) => from <= 0x9fff && to >= 0x4e00);
}

function rangesOf(range: string): readonly (readonly [from: number, to: number])[] {
  return range.split(',').map((part) => {
    const [from = Number.NaN, to = from] = part
      .trim()
      .replace(/^U\+/i, '')
      .split('-')
      .map((code) => Number.parseInt(code, 16));
    return [from, to];
  });
}
