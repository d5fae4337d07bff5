/**
 * Brings the typeface once the first screen stands. All slices that the screen needs are loaded before the family's
 * name is applied, so that letters change once and not slice by slice; sizes and line heights do not change with it.
 */
export async function applyTypeface(): Promise<void> {
  await import('@fontsource-variable/noto-sans-jp/index.css');
  await Promise.all(
    [400, 600].map((weight) =>
      document.fonts.load(`${weight} 18px "Noto Sans JP Variable"`, document.body.innerText),
    ),
  );
  document.documentElement.dataset.typeface = 'noto';
}
