import { rm } from 'node:fs/promises';
import { writeWholeFile } from '../../files/whole-file.ts';
import { cancelledStatus } from '../long-work.ts';

/**
 * Writes an export and beside it its proof, both or neither. `parts` writes the file and answers with the proof's text;
 * once it has begun to be cancelled nothing more is written. Exit status 0, or 130 when it was cancelled: then an older
 * export of that name is as it was.
 */
export async function writeExport(
  out: string,
  signal: AbortSignal,
  parts: (append: (text: string) => Promise<void>) => Promise<string>,
): Promise<number> {
  let proof = '';
  try {
    await writeWholeFile(out, async (append) => {
      proof = await parts(async (text) => {
        signal.throwIfAborted();
        await append(text);
        // Ctrl-C is heard between two parts only where others get their turn.
        await new Promise((resolve) => setImmediate(resolve));
      });
      signal.throwIfAborted();
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write('Cancelled: nothing was written.\n');
    return cancelledStatus;
  }
  try {
    await writeWholeFile(`${out}.proof`, (append) => append(`${proof}\n`));
  } catch (error) {
    await rm(out, { force: true });
    throw error;
  }
  return 0;
}
