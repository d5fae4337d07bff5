/** Matches a display on whatever host (Xauth.h, `FamilyWild`). */
const familyWild = 0xffff;
const protocol = 'MIT-MAGIC-COOKIE-1';

/**
 * One entry of an Xauthority file, in the format of Xau(5): a 16-bit family, then address, display number, protocol name
 * and data, each after its 16-bit length, all big-endian. Address and number stay empty, so that the entry holds for every
 * display: the same file serves the server, which has no number yet, and its clients.
 */
export function xAuthorityEntry(cookie: Buffer): Buffer {
  if (cookie.length !== 16) throw new Error('a MIT-MAGIC-COOKIE-1 has 16 bytes');
  const family = Buffer.alloc(2);
  family.writeUInt16BE(familyWild);
  return Buffer.concat([
    family,
    ...[Buffer.alloc(0), Buffer.alloc(0), Buffer.from(protocol), cookie].flatMap(counted),
  ]);
}

function counted(data: Buffer): readonly Buffer[] {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(data.length);
  return [length, data];
}
