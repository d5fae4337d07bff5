import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { icnsFile, icoFile } from '../../gallery/icon-files.ts';
import { coloursOf } from './style-sheets.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const inPackage = (...path: string[]) => readFileSync(join(root, '.build', 'package', ...path));

/** Width and height as a PNG's header names them (ISO/IEC 15948, 11.2.2). */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'));
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** What draws: paths and rectangles with their measures, without the names of their colours. */
function shapesOf(source: string): readonly string[] {
  return [...source.matchAll(/<(?:path|rect)[\s\S]*?\/>/g)].map(([shape]) =>
    shape
      .replaceAll(/\s+(?:className|fill)="[^"]*"/g, '')
      .replaceAll(/\s+/g, ' ')
      .replace(' />', '/>'),
  );
}

describe('the name mark', () => {
  const file = readFileSync(join(root, 'renderer', 'ui', 'name-mark.svg'), 'utf8');

  it('is the same in the window, as a file, and in packages', () => {
    const component = readFileSync(join(root, 'renderer', 'ui', 'name-mark.tsx'), 'utf8');
    expect(shapesOf(component)).toEqual(shapesOf(file));
    expect(inPackage('icon.svg').toString('utf8')).toBe(file);
  });

  it('has the colours of the tokens', () => {
    const fills = [...new Set([...file.matchAll(/fill="([^"]+)"/g)].map(([, fill]) => fill))];
    const colours = coloursOf('light');
    expect(fills).toEqual(['mark-wall', 'mark-window', 'mark-person'].map((name) => colours.get(name)));
  });

  it('comes in the sizes that desktops ask for', () => {
    for (const name of readdirSync(join(root, '.build', 'package', 'icons'))) {
      expect(sizeOf(inPackage('icons', name)).join('x')).toBe(name.replace('.png', ''));
    }
    expect(sizeOf(inPackage('icon.png'))).toEqual([1024, 1024]);
  });

  it('is packed for Windows and macOS from those pictures', () => {
    const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
    const pictures = new Map(sizes.map((size) => [size, inPackage('icons', `${size}x${size}.png`)]));
    pictures.set(1024, inPackage('icon.png'));
    expect(inPackage('icon.ico').equals(icoFile(pictures))).toBe(true);
    expect(inPackage('icon.icns').equals(icnsFile(pictures))).toBe(true);
    const ico = inPackage('icon.ico');
    expect(ico.readUInt16LE(4)).toBe(7);
    for (let index = 0; index < 7; index += 1) {
      const at = 6 + 16 * index;
      const picture = ico.subarray(
        ico.readUInt32LE(at + 12),
        ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8),
      );
      expect(sizeOf(picture)[0]).toBe(ico.readUInt8(at) || 256);
    }
    const icns = inPackage('icon.icns');
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
  });
});
