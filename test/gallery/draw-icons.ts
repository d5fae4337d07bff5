import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GalleryWindow } from './gallery-window.ts';
import { icnsFile, icoFile } from './icon-files.ts';

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const drawing = join(import.meta.dirname, '..', '..', 'renderer', 'ui', 'name-mark.svg');

/** Draws the name mark as the files that installers and desktops want, into `folder`. */
export async function drawIcons({ page, show }: GalleryWindow, folder: string): Promise<void> {
  await show('ja', 'mark', 'large');
  await page.setViewportSize({ width: 1100, height: 1100 });
  const pictures = new Map<number, Buffer>();
  for (const size of sizes) {
    await page.locator('.name-mark').evaluate((mark, pixels) => {
      document.documentElement.style.background = 'transparent';
      document.body.style.visibility = 'hidden';
      const { style } = mark as SVGElement;
      Object.assign(style, { position: 'fixed', inset: '0 auto auto 0', visibility: 'visible' });
      Object.assign(style, { width: `${pixels}px`, height: `${pixels}px` });
    }, size);
    const clip = { x: 0, y: 0, width: size, height: size };
    pictures.set(size, await page.screenshot({ clip, omitBackground: true }));
  }
  mkdirSync(join(folder, 'icons'), { recursive: true });
  for (const [size, png] of pictures) {
    if (size <= 512) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png);
  }
  writeFileSync(join(folder, 'icon.png'), pictures.get(1024) ?? Buffer.alloc(0));
  writeFileSync(join(folder, 'icon.ico'), icoFile(pictures));
  writeFileSync(join(folder, 'icon.icns'), icnsFile(pictures));
  writeFileSync(join(folder, 'icon.svg'), readFileSync(drawing));
}
