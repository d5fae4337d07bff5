/** Pictures of one drawing by their width in pixels. */
export type Pictures = ReadonlyMap<number, Buffer>;

/** Windows' container of icons, with PNG inside (Vista and later). Sizes up to 256. */
export function icoFile(pictures: Pictures): Buffer {
  const entries = [...pictures].filter(([size]) => size <= 256).sort(([a], [b]) => a - b);
  const head = Buffer.alloc(6 + 16 * entries.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(entries.length, 4);
  let offset = head.length;
  entries.forEach(([size, png], index) => {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...entries.map(([, png]) => png)]);
}

/** The types of macOS's container and how wide their pictures are; a second one of a size is for twice the density. */
const icnsTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
] as const;

/** macOS' container of icons, with PNG inside. */
export function icnsFile(pictures: Pictures): Buffer {
  const parts = icnsTypes.flatMap(([type, size]) => {
    const png = pictures.get(size);
    return png === undefined ? [] : [chunk(type, png)];
  });
  return chunk('icns', Buffer.concat(parts));
}

function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}
