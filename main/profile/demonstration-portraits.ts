import { crc32, deflateSync } from 'node:zlib';
import type { Portrait } from '../../preload/contract/models/identity.ts';

const width = 96;
const height = 128;

type Colour = readonly [red: number, green: number, blue: number];

const backdrop: Colour = [214, 224, 233];
const skin: Colour = [236, 200, 172];
const shirts: readonly Colour[] = [
  [72, 98, 140],
  [150, 74, 84],
  [82, 128, 96],
  [110, 90, 140],
];
const hairs: readonly Colour[] = [
  [34, 30, 32],
  [70, 46, 34],
  [96, 96, 100],
];

/** A drawn figure in place of a photograph, for people who do not exist: the same for the same number. A PNG of about 1 KiB. */
export function drawnPortrait(number: number): Portrait {
  const shirt = shirts[number % shirts.length] ?? backdrop;
  const hair = hairs[number % hairs.length] ?? backdrop;
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows.set(colourAt(x, y, shirt, hair), y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits, true colour, no interlacing.
  header.set([8, 2, 0, 0, 0], 8);
  const file = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { type: 'image/png', data: file.toString('base64') };
}

function colourAt(x: number, y: number, shirt: Colour, hair: Colour): Colour {
  const within = (cx: number, cy: number, rx: number, ry: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
  if (within(40, 56, 2.5, 3) || within(56, 56, 2.5, 3)) return hair;
  if (within(48, 60, 20, 25)) return y < 46 ? hair : skin;
  if (within(48, 50, 25, 30) && y < 66) return hair;
  if (within(48, 132, 42, 40)) return shirt;
  if (Math.abs(x - 48) < 9 && y > 76 && y < 102) return skin;
  return backdrop;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
