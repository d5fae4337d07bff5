import { boundedBytes } from './bounded-bytes.ts';

/** The text of an answer, read to its end. Throws when it is larger than `maximumBytes`, before the rest is taken in. */
export async function boundedText(response: Response, maximumBytes: number): Promise<string> {
  return (await boundedBytes(response, maximumBytes)).toString('utf8');
}
