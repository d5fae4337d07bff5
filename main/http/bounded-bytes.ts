/** The bytes of an answer, read to its end. Throws when it is larger than `maximumBytes`, before the rest is taken in. */
export async function boundedBytes(response: Response, maximumBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return Buffer.alloc(0);
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > maximumBytes) throw new Error('answer too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
