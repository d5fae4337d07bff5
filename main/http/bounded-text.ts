/** The text of an answer, read to its end. Throws when it is larger than `maximumBytes`, before the rest is taken in. */
export async function boundedText(response: Response, maximumBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return '';
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > maximumBytes) throw new Error('answer too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
