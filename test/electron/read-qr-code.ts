import jsQR from 'jsqr';
import type { Locator } from 'playwright';

/** What a phone's camera reads off a code that is drawn as one path, a square for each dark module; empty where it reads nothing. */
export async function readQrCode(symbol: Locator, dark = 'path'): Promise<string> {
  const size = Number((await symbol.getAttribute('viewBox'))?.split(' ')[2]);
  const path = (await symbol.locator(dark).getAttribute('d')) ?? '';
  const scale = 4;
  const side = size * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, right, down] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let y = 0; y < scale; y += 1) {
      const from = ((Number(down) * scale + y) * side + Number(right) * scale) * 4;
      for (let x = 0; x < scale; x += 1) pixels.set([0, 0, 0, 255], from + x * 4);
    }
  return jsQR(pixels, side, side)?.data ?? '';
}
