import { existsSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WebContents } from 'electron';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { DeskPrinters } from '../../../preload/contract/models/desk.ts';
import { within } from '../within.ts';
import { downloadName, freeName } from './download-name.ts';

const printsWithinMs = 60_000;

/** Electron said which printer is the standard one up to some version. */
function isStandard(printer: object): boolean {
  return 'isDefault' in printer && printer.isDefault === true;
}

/** The printers of this computer, which the face's own dialog offers. */
export async function knownPrinters(contents: WebContents): Promise<DeskPrinters> {
  const known = await contents.getPrintersAsync().catch(() => []);
  const named = known.filter(({ name }) => name.length > 0 && name.length <= 200).slice(0, 100);
  return {
    names: named.map(({ name }) => name),
    standard: named.find(isStandard)?.name ?? null,
  };
}

/** Prints a site's page on one of them, without the system's dialog. */
export async function printSite(
  page: WebContents,
  printer: string,
): Promise<Result<{ readonly name: null }>> {
  const { names } = await knownPrinters(page);
  if (!names.includes(printer)) return refuse('guide/no-printer');
  const options = { silent: true, printBackground: false, pageSize: 'A4' as const, deviceName: printer };
  const printed = await within(printsWithinMs, (settle) => page.print(options, settle));
  return printed ? ok({ name: null }) : refuse('guide/not-printed');
}

/** Writes a site's page as a PDF beside the session's downloads, under its title, replacing nothing. */
export async function saveSite(
  page: WebContents,
  folder: string,
): Promise<Result<{ readonly name: string }>> {
  try {
    const pdf = await page.printToPDF({ pageSize: 'A4', printBackground: false });
    const into = join(folder, 'Downloads');
    mkdirSync(into, { recursive: true, mode: 0o700 });
    const name = freeName(downloadName(`${page.getTitle()}.pdf`), (one) => existsSync(join(into, one)));
    await writeFile(join(into, name), pdf, { flag: 'wx', mode: 0o600 });
    return ok({ name });
  } catch {
    return refuse('receipt/not-written');
  }
}
