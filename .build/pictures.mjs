// `npm run pictures`: the README's pictures of the four main moments, in light and dark, out of a tour that was just driven.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTour } from '../main/cli/tour/run-tour.ts';
import { ensureBuilt } from './build.mjs';

const root = join(import.meta.dirname, '..');
const pictures = join(root, '.github', 'pictures');
/** The tour's names for the moments. */
const moments = { lock: 'lock', session: 'session', decide: 'decide', 'receipt-queued-offline': 'receipt' };
const mostBytes = 150_000;

await ensureBuilt({ report: (line) => process.stderr.write(`${line}\n`) });
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-pictures-'));
mkdirSync(pictures, { recursive: true });
const taken = new Set();
let status = 1;
try {
  status = await runTour({ out: folder, language: 'en', onState: take });
  const missing = Object.values(moments).filter((name) => !taken.has(name));
  if (missing.length > 0) process.stderr.write(`No picture of: ${missing.join(', ')}\n`);
  if (status === 0 && missing.length > 0) status = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);

/** Both looks of one moment, with as few colours as do. */
async function take(page, name) {
  const moment = moments[name];
  if (moment === undefined || taken.has(moment)) return;
  taken.add(moment);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const whole = join(folder, `whole-${moment}-${colorScheme}.png`);
    await page.screenshot({ path: whole, animations: 'disabled' });
    const file = join(pictures, `${moment}-${colorScheme}.png`);
    const words = [
      whole,
      '-resize',
      '1100x>',
      '-colors',
      '96',
      '-strip',
      '-define',
      'png:compression-level=9',
      file,
    ];
    const { status: ended } = spawnSync('convert', words, { stdio: 'inherit' });
    if (ended !== 0) throw new Error('ImageMagick did not reduce the picture');
    if (statSync(file).size > mostBytes) throw new Error(`${file} is larger than ${mostBytes} bytes`);
  }
  await page.emulateMedia({ colorScheme: null });
}
