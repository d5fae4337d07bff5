import { maximumPortraitBytes, type Portrait } from '../../preload/contract/models/identity.ts';

/** Pixels of a side: a small file must not unfold into a huge picture. */
const largestSide = 1000;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Whether the bytes are what their type says, of a size that a counter shows: at most 24 KiB, and by their own header no
 * side above 1000 pixels. Nothing is decoded here; that is done in the window's sandbox alone.
 */
export function isPicture({ type, data }: Portrait): boolean {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > maximumPortraitBytes || bytes.toString('base64') !== data) return false;
  const size = type === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  if (size === null) return false;
  return size.every((side) => side > 0 && side <= largestSide);
}

/** Width and height in the header chunk, which comes first (PNG, third edition, §11.2.1). */
function pngSize(bytes: Buffer): readonly [number, number] | null {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(pngSignature)) return null;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** Width and height of the first frame (ITU-T T.81, B.2.2), looked for by walking the marker segments. */
function jpegSize(bytes: Buffer): readonly [number, number] | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    // Start of frame, except for the tables among them (DHT, JPG, DAC).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    if (marker === 0xda || marker === 0xd9) return null;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}
