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

describe('whoever asked for less motion', () => {
  const sheets = sources(/\.css$/).map(
    ([file, sheet]) => [file, sheet.replaceAll(/\/\*[\s\S]*?\*\//g, '')] as const,
  );
  const reduced = /@media \(prefers-reduced-motion: reduce\) \{((?:[^{}]*\{[^{}]*\})*)\s*\}/g;
  const declared = (sheet: string, property: string) =>
    [...sheet.matchAll(new RegExp(`^\\s*${property}:([^;]*);`, 'gm'))].map(([, value = '']) => value.trim());

  it('sees no change that takes time: each takes its duration from the tokens, which are nothing then', () => {
    const found = sheets.flatMap(([file, sheet]) =>
      declared(sheet, 'transition')
        .filter((value) => !/^(?:[a-z-]+ var\(--motion-(?:quick|move)\)(?:, )?)+$/.test(value))
        .map((value) => `${file}: ${value}`),
    );
    expect(found).toEqual([]);
    const tokens = sheets.find(([file]) => file === join('ui', 'tokens.css'))?.[1] ?? '';
    const then = [...tokens.matchAll(reduced)].map(([, body]) => body).join('\n');
    expect(declared(then, '--motion-quick')).toEqual(['0.01ms']);
    expect(declared(then, '--motion-move')).toEqual(['0.01ms']);
  });

  it('sees nothing that goes on moving: a sheet with something endless stops it', () => {
    for (const [file, sheet] of sheets) {
      const endless = declared(sheet, 'animation').filter((value) => value.includes('infinite'));
      const stopped = [...sheet.matchAll(reduced)].map(([, body]) => body).join('\n');
      if (endless.length > 0) expect(declared(stopped, 'animation'), file).toEqual(['none']);
    }
    const moved = sources(/\.tsx?$/).filter(([, source]) => /\.animate\(|behavior: 'smooth'/.test(source));
    expect(moved.map(([file]) => file)).toEqual([]);
  });
});
