import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runTour } from '../../main/cli/tour/run-tour.ts';
import { shiftFindings } from './shift-findings.ts';
import { stateFindings } from './state-findings.ts';

/** A press of the tour has been answered by then, however busy the machine is. */
const answeredMs = 10_000;

it('every state of the tour passes axe in both languages and schemes, with targets of 44 px, fits a window at 400 %, and came without anything moving by itself', {
  timeout: 1_200_000,
}, async () => {
  const out = mkdtempSync(join(tmpdir(), 'madoguchi-a11y-'));
  const found: string[] = [];
  const seen: string[] = [];
  try {
    const status = await runTour({
      out,
      language: 'ja',
      onState: async (page, name) => {
        seen.push(name);
        found.push(...(await shiftFindings(page, answeredMs)).map((one) => `${name}: ${one}`));
        found.push(...(await stateFindings(page, name)));
        // Looking at it from all sides moved it.
        await shiftFindings(page);
      },
    });
    expect(found).toEqual([]);
    expect(status).toBe(0);
    expect(seen.length).toBeGreaterThanOrEqual(51);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
