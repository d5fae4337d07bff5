import { createReadStream } from 'node:fs';

/** A line of a file and its number from one; `text` is null for one that is longer than may be. */
export interface FileLine {
  readonly number: number;
  readonly text: string | null;
}

/**
 * Reads a UTF-8 file line by line in bounded memory: what is longer than `maximumBytes` is passed over, not kept. `onBytes`
 * hears of each part that was read.
 */
export async function* boundedLines(
  path: string,
  maximumBytes: number,
  signal: AbortSignal,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<FileLine> {
  let number = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const take = (): FileLine => {
    const text = heldBytes > maximumBytes ? null : Buffer.concat(held).toString('utf8').replace(/\r$/, '');
    const line = { number, text };
    number += 1;
    held = [];
    heldBytes = 0;
    return line;
  };
  const hold = (bytes: Buffer) => {
    heldBytes += bytes.length;
    if (heldBytes <= maximumBytes) held.push(bytes);
    else held = [];
  };
  for await (const chunk of createReadStream(path, { signal }) as AsyncIterable<Buffer>) {
    onBytes?.(chunk.length);
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      hold(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    hold(chunk.subarray(from));
  }
  if (heldBytes > 0) yield take();
}
