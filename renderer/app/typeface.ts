/** The letters of all that the application itself says, and slices of the whole typeface for people's names. */
const words = 'Madoguchi Words';
const whole = 'Noto Sans JP';

/**
 * Brings the rest of the typeface once the first screen stands. What the screen needs is loaded before the families' names
 * are applied, so that letters change once and not slice by slice; sizes and line heights do not change with it.
 */
export async function applyTypeface(): Promise<void> {
  await Promise.all([
    import('virtual:words.css'),
    import('@fontsource/noto-sans-jp/400.css'),
    import('@fontsource/noto-sans-jp/600.css'),
  ]);
  const text = document.body.innerText;
  const rare = lettersBeyond(words, text);
  await Promise.all(
    [400, 600].flatMap((weight) => [
      document.fonts.load(`${weight} 18px "${words}"`, text),
      rare === '' ? [] : document.fonts.load(`${weight} 18px "${whole}"`, rare),
    ]),
  );
  document.documentElement.dataset.typeface = 'whole';
}

/** The letters of a text for which a family has no file. */
function lettersBeyond(family: string, text: string): string {
  const face = [...document.fonts].find((one) => one.family.replaceAll('"', '') === family);
  const ranges = (face?.unicodeRange ?? '')
    .split(',')
    .map((range) => /U\+([0-9a-f]+)(?:-([0-9a-f]+))?/i.exec(range))
    .map((found) => [found?.[1], found?.[2] ?? found?.[1]].map((hex) => Number.parseInt(hex ?? '', 16)));
  const isWithin = (point: number) => ranges.some(([from = 0, to = -1]) => from <= point && point <= to);
  return [...new Set(text)]
    .filter((letter) => letter > ' ' && !isWithin(letter.codePointAt(0) ?? 0))
    .join('');
}
