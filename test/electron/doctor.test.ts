import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { doctorReport } from '../../preload/contract/models/doctor.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

const root = join(import.meta.dirname, '..', '..');
const supervisorKey = 1;
let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
});
afterAll(() => institution?.stop());

/** What the window itself is answered. */
const ask = () => counter.page.evaluate(() => window.madoguchi.call('doctor.report', {}));

/** `madoguchi doctor --json` in a process of its own. */
function doctor(): Promise<{ status: number; output: string; ms: number }> {
  const settings = join(institution.demonstration.folder, 'institution', 'counter.json');
  const words = [join(root, 'main', 'cli', 'index.ts'), 'doctor', '--json', '--settings', settings];
  const startedMs = performance.now();
  return new Promise((resolve) => {
    execFile(process.execPath, words, (error, output) =>
      resolve({ status: Number(error?.code ?? 0), output, ms: performance.now() - startedMs }),
    );
  });
}

describe('doctor on a station that runs', () => {
  it('finds the demonstration sound in all but its runtime, from a process beside the agent', async () => {
    const { status, output, ms } = await doctor();
    const answer = JSON.parse(output);
    const checks = new Map<string, { state: string; reason: string }>(
      answer.checks.map((check: { id: string }) => [check.id, check]),
    );
    expect(ms).toBeLessThan(4000);
    const passing = [
      'enrolment',
      'agent-service',
      'face-socket',
      'state-folder',
      'store',
      'audit-chain',
      'clock',
      'hub',
      'policy',
      'queue',
      'replica',
      'operator-registry',
      'directory',
      'wipe',
      'settings',
    ];
    for (const id of passing) expect(`${id} ${checks.get(id)?.state}`).toBe(`${id} pass`);
    expect(answer.worst).toBe('warn');
    expect(status).toBe(1);
  });

  it('tells a window without a supervisor nothing of how the station is guarded (I9)', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ ok: true, value: { whole: false } });
    expect(JSON.stringify(answer)).not.toMatch(/fuses|key-protection|v24\./);
  });

  it('shows a supervisor everything, in both languages', async () => {
    pictureOnFailure(counter);
    const { hands, page } = counter;
    await hands.plugInKey(supervisorKey);
    await hands.signInAtCounter(pin);
    const open = () => page.getByRole('tab', { name: sentence('en', 'doctor.tab'), exact: true }).click();
    await open();
    await page.locator('[data-check=key-protection]').waitFor();
    const answer = await ask();
    if (!answer.ok) throw new Error(answer.refusal.code);
    expect(answer.value.whole).toBe(true);
    expect(doctorReport.parse(answer.value.report).checks).toHaveLength(28);
    const pictures = join(root, 'out', 'doctor');
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, 'en.png') });
    await page.getByRole('button', { name: /日本語/ }).click();
    await page.locator('html[lang=ja]').waitFor();
    expect(await page.getByTestId('doctor').innerText()).toContain('鍵の保護');
    await page.screenshot({ path: join(pictures, 'ja.png') });
  });
});
