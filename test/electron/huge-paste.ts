import type { Locator } from 'playwright';
import type { OpenWindow } from './institution.ts';

/** Somebody's clipboard holds 10 MB, and they press paste in a field, until `seen` has seen what comes of it. */
export async function pasteTenMegabytes(
  { application }: OpenWindow,
  field: Locator,
  character: string,
  seen: () => Promise<void>,
): Promise<void> {
  const times = Math.ceil(10_500_000 / Buffer.byteLength(character));
  await application.evaluate(({ clipboard }, [text, count]) => clipboard.writeText(text.repeat(count)), [
    character,
    times,
  ] as const);
  try {
    await field.fill('');
    await field.press('Control+v');
    await seen();
  } finally {
    await application.evaluate(({ clipboard }) => clipboard.clear());
  }
}
