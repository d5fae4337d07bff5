import { describe, expect, it } from 'vitest';
import { isPicture } from '../../../main/exchange/portrait-picture.ts';
import { drawnPortrait } from '../../../main/profile/demonstration-portraits.ts';
import { portrait } from '../../../preload/contract/models/identity.ts';

const base64 = (bytes: readonly number[] | Buffer) => Buffer.from(bytes).toString('base64');
/** SOI, an APP0 of no content, a baseline frame header of this size. */
const jpeg = (width: number, height: number) =>
  base64([
    ...[0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0x00, 0x00],
    ...[
      0xff,
      0xc0,
      0x00,
      0x0b,
      0x08,
      height >> 8,
      height & 255,
      width >> 8,
      width & 255,
      0x01,
      0x01,
      0x11,
      0x00,
    ],
    ...[0xff, 0xd9],
  ]);
const png = (width: number) => {
  const bytes = Buffer.from(drawnPortrait(0).data, 'base64');
  bytes.writeUInt32BE(width, 16);
  return base64(bytes);
};

describe('a photograph on file', () => {
  it('is taken where its bytes say what its type says', () => {
    const drawn = drawnPortrait(3);
    expect(portrait.parse(drawn)).toEqual(drawn);
    expect(isPicture(drawn)).toBe(true);
    expect(isPicture({ type: 'image/jpeg', data: jpeg(240, 320) })).toBe(true);
  });

  it.each([
    ['a PNG that calls itself a JPEG', { type: 'image/jpeg', data: png(96) }],
    ['a JPEG that calls itself a PNG', { type: 'image/png', data: jpeg(240, 320) }],
    ['a huge canvas in a small file', { type: 'image/png', data: png(60_000) }],
    ['a huge frame', { type: 'image/jpeg', data: jpeg(65_535, 65_535) }],
    ['no width', { type: 'image/jpeg', data: jpeg(0, 320) }],
    [
      'no frame at all',
      { type: 'image/jpeg', data: base64([0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0, 0, 0, 0, 0]) },
    ],
    ['markup', { type: 'image/png', data: base64(Buffer.from('<svg onload="x()">'.repeat(10))) }],
    [
      'bytes beyond the limit',
      {
        type: 'image/png',
        data: base64(Buffer.concat([Buffer.from(png(96), 'base64'), Buffer.alloc(30_000)])),
      },
    ],
    ['nothing', { type: 'image/png', data: '' }],
  ] as const)('%s is not', (_, picture) => expect(isPicture(picture)).toBe(false));
});
