/** Slices of the whole typeface, for what the application does not say by itself: people's names above all. */
const whole = 'Noto Sans JP';

/**
 * Brings the rest of the typeface once the first screen stands. What the screen needs of it is loaded before the family's name
 * is applied, so that letters change once and not slice by slice; sizes and line heights do not change with it.
 */
export async function applyTypeface(): Promise<void> {
  const [{ letters }] = await Promise.all([
    import('virtual:letters'),
    import('@fontsource/noto-sans-jp/400.css'),
    import('@fontsource/noto-sans-jp/600.css'),
  ]);
  const known = new Set(letters);
  const rare = [...new Set(document.body.innerText)]
    .filter((letter) => letter > ' ' && !known.has(letter))
    .join('');
  if (rare !== '') {
    await Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 18px "${whole}"`, rare)));
  }
  document.documentElement.dataset.typeface = 'whole';
}
