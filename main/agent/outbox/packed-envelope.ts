/**
 * An envelope as the store keeps it: the three parts of its compact JWS (RFC 7515 §7.1) as the bytes that they stand for,
 * a quarter shorter than the text. Header and signature come first, each after its length in two bytes; the payload is the
 * rest. Throws on a text that would not come back the same, which no document of ours is.
 */
export function packEnvelope(text: string): Buffer {
  const headerEnd = text.indexOf('.');
  const payloadEnd = text.lastIndexOf('.');
  const header = text.slice(0, headerEnd);
  const payload = text.slice(headerEnd + 1, payloadEnd);
  const signature = text.slice(payloadEnd + 1);
  const [headerLength, signatureLength] = [byteLength(header), byteLength(signature)];
  const packed = Buffer.allocUnsafe(4 + headerLength + signatureLength + byteLength(payload));
  packed.writeUInt16BE(headerLength, 0);
  packed.write(header, 2, 'base64url');
  packed.writeUInt16BE(signatureLength, 2 + headerLength);
  packed.write(signature, 4 + headerLength, 'base64url');
  packed.write(payload, 4 + headerLength + signatureLength, 'base64url');
  const whole = header !== '' && payload !== '' && signature !== '';
  if (!whole || unpackEnvelope(packed) !== text)
    throw new Error('an envelope is three parts of one spelling');
  return packed;
}

/** The text of an envelope that {@link packEnvelope} packed. */
export function unpackEnvelope(packed: Uint8Array): string {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const headerEnd = 2 + bytes.readUInt16BE(0);
  const signatureStart = headerEnd + 2;
  const signatureEnd = signatureStart + bytes.readUInt16BE(headerEnd);
  const header = bytes.toString('base64url', 2, headerEnd);
  const payload = bytes.toString('base64url', signatureEnd);
  return `${header}.${payload}.${bytes.toString('base64url', signatureStart, signatureEnd)}`;
}

/** Bytes that a base64url text without padding stands for (RFC 4648 §5). */
function byteLength(text: string): number {
  return Math.floor((text.length * 3) / 4);
}
