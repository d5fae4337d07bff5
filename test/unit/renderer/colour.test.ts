import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coloursOf, contrast, styleSheets, type Theme } from './style-sheets.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const grounds = ['paper', 'surface', 'sunken'];

/** Words and what they stand on. */
const words: readonly (readonly [string, readonly string[]])[] = [
  ['ink', [...grounds, 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft']],
  ['ink-soft', [...grounds, 'accent-soft']],
  ['accent', [...grounds, 'accent-soft']],
  ['on-accent', ['accent', 'accent-deep']],
  ['good', [...grounds, 'good-soft']],
  ['warn', [...grounds, 'warn-soft']],
  ['bad', [...grounds, 'bad-soft']],
  ['panel-ink', ['panel', 'panel-deep']],
  ['panel-soft', ['panel', 'panel-deep']],
  ['panel-warn', ['panel', 'panel-deep']],
];

/** What shows where a control is, what it is set to, and where the focus is (WCAG 2.2, 1.4.11 and 2.4.13). */
const marks: readonly (readonly [string, readonly string[]])[] = [
  ['line-strong', grounds],
  ['accent', [...grounds, 'accent-soft']],
  ['focus', [...grounds, 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft']],
  ['panel-focus', ['panel', 'panel-deep']],
  ['good', ['good-soft']],
  ['warn', ['warn-soft']],
  ['bad', ['bad-soft']],
  ['mark-window', ['mark-wall']],
  ['mark-person', ['mark-wall']],
];

const themes: readonly (readonly [Theme, number, number])[] = [
  ['light', 4.5, 3],
  ['dark', 4.5, 3],
  ['contrast', 7, 4.5],
  ['contrast-dark', 7, 4.5],
];

describe.each(themes)('colours: %s', (theme, ofWords, ofMarks) => {
  const colours = coloursOf(theme);
  const ratio = (ink: string, ground: string) =>
    contrast(colours.get(ink) ?? `no --${ink}`, colours.get(ground) ?? `no --${ground}`);

  it.each(words.flatMap(([ink, on]) => on.map((ground) => [ink, ground] as const)))(
    'words in %s can be read on %s',
    (ink, ground) => expect(ratio(ink, ground)).toBeGreaterThanOrEqual(ofWords),
  );

  it.each(marks.flatMap(([ink, on]) => on.map((ground) => [ink, ground] as const)))(
    'marks in %s can be seen on %s',
    (ink, ground) => expect(ratio(ink, ground)).toBeGreaterThanOrEqual(ofMarks),
  );
});

describe('colours', () => {
  it('compute as the standard says', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  it('are the system’s own where it forces them, but for shades and the mark', () => {
    const own = [...coloursOf('forced')].filter(([, value]) => !/^[A-Z][A-Za-z]+$/.test(value));
    expect(own.map(([name]) => name).sort()).toEqual(
      ['mark-person', 'mark-wall', 'mark-window', 'shade', 'shade-wide', 'veil'].sort(),
    );
  });

  it('are named in one file only, but for what is printed on paper', () => {
    const printed = /receipt-paper\.css|slip\.css|fill: #(?:fff|000);/;
    const named = [...styleSheets()]
      .filter(([path]) => path !== 'ui/colour.css')
      .flatMap(([path, sheet]) => sheet.split('\n').map((line) => `${path}: ${line.trim()}`))
      .filter((line) => /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i.test(line) && !printed.test(line));
    expect(named).toEqual([]);
  });

  it('are all defined that a style sheet asks for', () => {
    const defined = new Set(
      [...styleSheets().values()].flatMap((sheet) =>
        [...sheet.matchAll(/(--[a-z][a-z0-9-]*)\s*:/g)].map(([, name]) => name),
      ),
    );
    const asked = [...styleSheets()].flatMap(([path, sheet]) =>
      [...sheet.matchAll(/var\((--[a-z][a-z0-9-]*)/g)].map(([, name]) => `${path} ${name}`),
    );
    const missing = asked.filter((one) => !defined.has(one.split(' ')[1]));
    // Set by a component for its own drawing.
    expect(missing.filter((one) => !/--(plot|tile|column)/.test(one))).toEqual([]);
  });

  it('of the window before its page is drawn are those of the paper', () => {
    const window = readFileSync(join(root, 'main', 'electron', 'main-window.ts'), 'utf8');
    for (const theme of ['light', 'dark'] as const) {
      expect(window).toContain(`'${coloursOf(theme).get('paper')}'`);
    }
  });
});
