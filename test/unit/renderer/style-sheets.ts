import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const renderer = join(import.meta.dirname, '..', '..', '..', 'renderer');

export type Theme = 'light' | 'dark' | 'contrast' | 'contrast-dark' | 'forced';

/** The tokens of `ui/colour.css` as each theme sees them: a later block that applies wins. */
export function coloursOf(theme: Theme): ReadonlyMap<string, string> {
  const sheet = readFileSync(join(renderer, 'ui', 'colour.css'), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const colours = new Map<string, string>();
  for (const [, media = '', body = ''] of sheet.matchAll(/(?:@media ([^{]+)\{\s*)?:root \{([^}]*)\}/g)) {
    if (!applies(media, theme)) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([a-z-]+):\s*([^;]+);/g))
      colours.set(name, value);
  }
  return colours;
}

function applies(media: string, theme: Theme): boolean {
  const conditions = media.trim() === '' ? [] : media.trim().split(' and ');
  return conditions.every((condition) => {
    if (condition === '(prefers-color-scheme: dark)') return theme === 'dark' || theme === 'contrast-dark';
    if (condition === '(prefers-contrast: more)') return theme.startsWith('contrast');
    if (condition === '(forced-colors: active)') return theme === 'forced';
    throw new Error(`a condition that this test does not know: ${condition}`);
  });
}

/** Every style sheet of the renderer, by its path from there. */
export function styleSheets(): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(renderer, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.css'))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(renderer, path), 'utf8')]),
  );
}

/** The contrast ratio of two opaque colours (WCAG 2.2, "contrast ratio" and "relative luminance"). */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (found === null) throw new Error(`not six hexadecimal digits: ${colour}`);
  const [red = 0, green = 0, blue = 0] = found.slice(1).map((digits) => {
    const share = Number.parseInt(digits, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
