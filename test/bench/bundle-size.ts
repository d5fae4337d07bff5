import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Kilobytes (1000 bytes) of the window's code as they would travel, compressed. */
export interface BundleSize {
  /** All scripts and style sheets of every screen, besides fonts and the sheets that only list their slices. */
  readonly whole: number;
  /** What the page itself names, and so what the lock screen waits for before its first picture. */
  readonly first: number;
  /** How large each file is, the largest first. */
  readonly files: readonly (readonly [name: string, kilobytes: number])[];
}

/** Weighs the built renderer below `dist`. The same build always weighs the same. */
export function bundleSize(dist: string): BundleSize {
  const renderer = join(dist, 'renderer');
  const page = readFileSync(join(renderer, 'index.html'), 'utf8');
  const assets = join(renderer, 'assets');
  const files = readdirSync(assets)
    .filter((name) => /\.(?:js|css)$/.test(name))
    .filter((name) => !listsFontsOnly(name, readFileSync(join(assets, name), 'utf8')))
    .map((name) => [name, kilobytes(readFileSync(join(assets, name)))] as const)
    .sort(([, left], [, right]) => right - left);
  const sum = (some: readonly (readonly [string, number])[]) =>
    some.reduce((total, [, size]) => total + size, kilobytes(Buffer.from(page)));
  return { whole: sum(files), first: sum(files.filter(([name]) => page.includes(`/assets/${name}`))), files };
}

function kilobytes(content: Buffer): number {
  return gzipSync(content, { level: 9 }).byteLength / 1000;
}

/** A sheet of nothing but `@font-face` rules is a font's table of contents. */
function listsFontsOnly(name: string, sheet: string): boolean {
  if (!name.endsWith('.css')) return false;
  const rest = sheet.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/@font-face\s*\{[^}]*\}/g, '');
  return sheet.includes('@font-face') && rest.trim() === '';
}
