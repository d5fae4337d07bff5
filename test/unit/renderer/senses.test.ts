import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '..', '..', '..', 'renderer');
const sources = (ending: RegExp) =>
  readdirSync(renderer, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(renderer.length + 1), readFileSync(path, 'utf8')] as const);

describe('the window says nothing by one sense alone', () => {
  it('hovering only tints: nothing appears, moves or becomes readable by it', () => {
    const tints =
      /^(?:background(?:-color)?|border(?:-[a-z]+)*-color|color|text-decoration[a-z-]*|box-shadow|filter|cursor)$/;
    const found = sources(/\.css$/).flatMap(([file, sheet]) =>
      [
        ...sheet
          .replaceAll(/\/\*[\s\S]*?\*\//g, '')
          .matchAll(/([^{}]*(?::hover|\[data-hovered\])[^{}]*)\{([^{}]*)\}/g),
      ].flatMap(([, selector = '', body = '']) =>
        body
          .split(';')
          .map((line) => line.split(':')[0]?.trim() ?? '')
          .filter((property) => property !== '' && !property.startsWith('--') && !tints.test(property))
          .filter((property) => !(property === 'border-color'))
          .map((property) => `${file}: ${selector.trim()} sets ${property}`),
      ),
    );
    expect(found).toEqual([]);
  });

  it('has no sounds, no tips that only a pointer sees, and nothing that only a pointer starts', () => {
    const found = sources(/\.tsx?$/).flatMap(([file, source]) =>
      [
        ...source.matchAll(
          /\bnew Audio\b|<audio\b|AudioContext|onMouse(?:Enter|Over)=|onHoverStart=|<(?:button|span|p|div|a)\b[^>]*\stitle=/g,
        ),
      ].map(([text]) => `${file}: ${text}`),
    );
    // Back, forward, reload and print are drawings that every browser has; the tip repeats the name that the tree has.
    expect(found.filter((one) => !one.startsWith('features/session/site-button.tsx: <button'))).toEqual([]);
  });
});
