import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runTour } from '../../main/cli/tour/run-tour.ts';
import { stateFindings } from './state-findings.ts';

it('every state of the tour passes axe in both languages and schemes, with targets of 44 px, and fits a window at 400 %', {
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
        found.push(...(await stateFindings(page, name)));
      },
    });
    expect(found).toEqual([]);
    expect(status).toBe(0);
    expect(seen.length).toBeGreaterThanOrEqual(51);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
