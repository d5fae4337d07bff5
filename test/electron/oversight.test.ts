import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import jsQR from 'jsqr';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { judgeExport } from '../../main/cli/audit/judge-export.ts';
import { openDrivenFace } from '../../main/cli/tour/driven-face.ts';
import { createHands, sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationProfile } from '../../main/profile/demonstration.ts';
import en from '../../preload/contract/messages/oversight-en.json';
import ja from '../../preload/contract/messages/oversight-ja.json';
import { pdfFacts } from '../rigs/pdf-facts.ts';
import { pdfText } from '../rigs/pdf-text.ts';
import { pngPixels } from '../rigs/png-pixels.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
let documents: string;
beforeAll(async () => {
  institution = await startInstitution(['lab', 'counter']);
  const { ground, demonstration } = institution;
  documents = join(ground.user?.home ?? ground.folder, 'documents');
  const face = await openDrivenFace(ground, {
    runtimeFolder: demonstration.stations.counter.runtimeFolder,
    language: 'en',
    switches: [...demonstration.faceSwitches, `--documents=${documents}`],
  });
  const hands = createHands(face.page, 'en');
  await hands.untilReady('staff');
  await hands.speak();
  const complaints: string[] = [];
  face.page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  counter = { ...face, hands, complaints };
});
beforeEach(() => pictureOnFailure(counter));
afterAll(async () => {
  await counter?.close();
  await institution?.stop();
});

const tab = (key: Parameters<typeof sentence>[1]) =>
  counter.page.getByRole('tab', { name: sentence('en', key), exact: true }).click();
const button = (name: string) => counter.page.getByRole('button', { name, exact: true });
const plain = (text: string) => text.replaceAll(/\s/g, '');

async function signCase(query: string, name: string, state: string): Promise<void> {
  const { hands } = counter;
  await hands.findPerson(query);
  await hands.choosePerson(name);
  await hands.chooseReason('visit.forgotten');
  await hands.checkDocument('document.student-card', '0001');
  await hands.button('check.record').click();
  await counter.page.getByTestId('case-step-decide').waitFor();
  await hands.decide();
  await hands.signCommand(hands.button('read.sign'), pin);
  await hands.receipt(state);
}

/** What is written in a plot and lies over its edge, where nobody sees it, or over other words of it. */
function wordsCutOff(): Promise<readonly string[]> {
  return counter.page.evaluate(() =>
    [...document.querySelectorAll('.plot [role=img]')].flatMap((plot) => {
      const edge = plot.getBoundingClientRect();
      const words = [...plot.querySelectorAll('text, span')].filter(
        (one) => one.textContent && one.children.length === 0,
      );
      // A line is higher than what is written in it.
      const places = words.map((one) => {
        const { left, right, top, bottom, height } = one.getBoundingClientRect();
        return {
          said: one.textContent ?? '',
          at: { left, right, top: top + height / 4, bottom: bottom - height / 4 },
        };
      });
      return places
        .filter(
          ({ at }, index) =>
            at.left < edge.left - 1 ||
            at.right > edge.right + 1 ||
            at.top < edge.top - 1 ||
            at.bottom > edge.bottom + 1 ||
            places
              .slice(0, index)
              .some(
                (other) =>
                  other.at.left < at.right - 1 &&
                  at.left < other.at.right - 1 &&
                  other.at.top < at.bottom &&
                  at.top < other.at.bottom,
              ),
        )
        .map(({ said }) => said);
    }),
  );
}

/** Presses "Save as PDF" and reads what was written. */
async function savedReceipt(state: string): Promise<Buffer> {
  await button(en['receipt.save']).click();
  await counter.page.getByText(new RegExp(`Saved: receipt-.*-${state}\\.pdf`)).waitFor({ timeout: 30_000 });
  const name = (await readdir(documents)).find((one) => one.endsWith(`-${state}.pdf`));
  return readFile(join(documents, name ?? ''));
}

describe('receipts in a real window', () => {
  it('are a PDF of one A4 page with its letters inside, in both languages, that names nobody (I5, I7)', async () => {
    await counter.hands.plugInKey(1);
    await counter.hands.signInAtCounter(pin);
    await signCase('20240001', '青葉 さくら', 'applied');
    const file = await savedReceipt('applied');
    expect(pdfFacts(file)).toMatchObject({ version: '%PDF-1.4', pages: 1, size: [210, 297], embedded: true });
    const text = plain(pdfText(file));
    const steps = demonstrationProfile.handOuts.find(({ operation }) => operation === 'suspend')?.steps ?? [];
    expect(steps.length).toBeGreaterThan(0);
    for (const said of [
      ...steps.flatMap((step) => [step.ja, step.en]),
      en['receipt.claim.in-force.detail'],
      ja['receipt.claim.in-force.detail'],
      '0001',
    ])
      expect(text).toContain(plain(said));
    expect(text).not.toContain('青葉');
    expect(text).not.toContain('20240001');
  });

  it('lead to the institution’s page by a QR code that a phone reads', async () => {
    await button(en['receipt.show-page']).click();
    const code = counter.page.getByTestId('receipt-qr').locator('svg');
    const { data, width, height } = pngPixels(await code.screenshot());
    expect(jsQR(data, width, height)?.data).toBe('https://portal.hokuto.example/security');
    await button(en['receipt.hide-page']).click();
  });

  it('print without a dialog on the printer that was chosen, and on no other', async () => {
    await counter.application.evaluate(({ app, BrowserWindow }) => {
      const store = globalThis as unknown as { printed: unknown[] };
      store.printed = [];
      const [main] = BrowserWindow.getAllWindows();
      if (main === undefined) throw new Error('no window');
      main.webContents.getPrintersAsync = async () =>
        ['front', 'back'].map((name) => ({
          name,
          displayName: name,
          description: '',
          status: 0,
          isDefault: name === 'front',
          options: {},
        }));
      app.on('web-contents-created', (_created, contents) => {
        contents.print = (options, done) => {
          store.printed.push([options?.silent, options?.deviceName]);
          done?.(true, '');
        };
      });
    });
    const commandId = await counter.page.evaluate(async () => {
      const { madoguchi } = window as unknown as {
        madoguchi: { call(name: string, input: unknown): Promise<{ value: { command: { id: string } } }> };
      };
      return (await madoguchi.call('counter.case', {})).value.command.id;
    });
    const print = (printer: string | null) =>
      callFromPage(counter.page, 'receipt.print', { commandId, printer });
    expect(await print('elsewhere')).toEqual({ ok: false, code: 'guide/no-printer' });
    expect(await print('back')).toEqual({ ok: true });
    expect(await print(null)).toEqual({ ok: true });
    expect(
      await counter.application.evaluate(() => (globalThis as unknown as { printed: unknown[] }).printed),
    ).toEqual([
      [true, 'back'],
      [true, 'front'],
    ]);
    await counter.hands.button('receipt.close').click();
  });

  it('are nothing that a lab’s face prints or writes, whatever it was started with (I9)', async () => {
    const { ground, demonstration } = institution;
    const lab = await openDrivenFace(ground, {
      runtimeFolder: demonstration.stations.lab.runtimeFolder,
      language: 'en',
      switches: [...demonstration.faceSwitches, `--documents=${documents}-of-the-lab`],
    });
    try {
      await createHands(lab.page, 'en').untilReady('lock');
      const commandId = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';
      const selection = { person: null, operator: null, reference: null, from: null, to: null };
      for (const [name, input] of [
        ['receipt.save', { commandId }],
        ['receipt.print', { commandId, printer: null }],
        ['receipt.outlets', {}],
        ['audit.export', { format: 'csv', selection }],
      ] as const)
        expect(await callFromPage(lab.page, name, input)).toEqual({
          ok: false,
          code: 'call/not-offered-here',
        });
      await expect(readdir(`${documents}-of-the-lab`)).rejects.toThrow();
    } finally {
      await lab.close();
    }
  });

  it('say of what is queued that it is not in force (I5)', async () => {
    institution.demonstration.network.pull();
    await counter.page.getByText(sentence('en', 'status.hub-offline')).first().waitFor();
    await signCase('20240002', '大野 翔太', 'queued');
    const text = plain(pdfText(await savedReceipt('queued')));
    for (const messages of [ja, en]) {
      expect(text).toContain(plain(messages['receipt.claim.not-yet.title']));
      expect(text).toContain(plain(messages['receipt.steps.then']));
      expect(text).not.toContain(plain(messages['receipt.claim.in-force.detail']));
    }
  });
});

describe('shift and supervision in a real window', () => {
  it('shows what is unsent, says how old the board of all counters is, and goes on (I10)', async () => {
    await tab('shift.tab');
    await counter.page.getByTestId('shift-open').getByText(en['shift.unsent']).waitFor();
    await tab('oversight.tab');
    await counter.page.getByText(en['board.unknown']).waitFor();
    institution.demonstration.network.plug();
    await counter.page.locator('[data-source=live]').waitFor({ timeout: 40_000 });
    await tab('counter.tab');
    await counter.hands.receipt('applied');
    await counter.hands.button('receipt.close').click();
  });

  it('exports the audit trail so that it verifies, and searches it by reference', async () => {
    await tab('oversight.tab');
    await counter.page.getByRole('tab', { name: en['oversight.part.audit'] }).click();
    await button(en['audit.search']).click();
    await counter.page.getByTestId('audit-table').waitFor();
    for (const format of ['jsonl', 'csv'] as const) {
      await button(en[`audit.export.${format}`]).click();
      await counter.page
        .getByText(new RegExp(`entries written: .*\\.${format}`))
        .waitFor({ timeout: 30_000 });
      const name = (await readdir(documents)).find((one) => one.endsWith(`.${format}`)) ?? '';
      const file = await readFile(join(documents, name));
      const proof = (await readFile(join(documents, `${name}.proof`), 'utf8')).trim();
      expect(judgeExport(file, proof, () => ({}))).toMatchObject({ verified: true, problem: null });
      expect(file.toString('utf8')).not.toContain('20240001');
    }
    const reference = await counter.page
      .getByTestId('audit-table')
      .locator('[data-kind=command-queued] .table-small')
      .first()
      .innerText();
    await counter.page
      .getByLabel(en['audit.reference'], { exact: true })
      .fill(reference.toLowerCase().replace('-', ' '));
    await button(en['audit.search']).click();
    await expect
      .poll(() => counter.page.getByTestId('audit-table').locator('tbody tr').count())
      .toBeLessThan(20);
    const kinds = await counter.page
      .getByTestId('audit-table')
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.kind));
    expect(kinds).toEqual(expect.arrayContaining(['command-queued', 'case-decided', 'person-opened']));
  });

  it('draws the figures, each with the same numbers as a table', async () => {
    await counter.page.getByRole('tab', { name: en['oversight.part.insight'] }).click();
    await counter.page.getByText(en['insight.scope.here'], { exact: true }).click();
    const reasons = counter.page.getByTestId('plot-reasons');
    await reasons.getByRole('img').waitFor();
    await reasons.getByText(en['insight.as-table']).click();
    expect(await reasons.locator('tbody tr').first().innerText()).toMatch(/\b2\b/);
    for (const plot of ['minutes', 'avoided', 'applied', 'depth'])
      await counter.page.getByTestId(`plot-${plot}`).getByRole('img').waitFor();
    expect(await wordsCutOff()).toEqual([]);
    // Of the two cases before: how long they took, how long until the provider's word, and that one of them waited.
    const numbers = async (plot: string) =>
      (await counter.page.getByTestId(`plot-${plot}`).locator('tbody td').allTextContents()).map(Number);
    expect((await numbers('minutes')).reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(Math.max(...(await numbers('depth')).filter(Number.isFinite))).toBe(1);
    const applied = counter.page.getByTestId('plot-applied').locator('tbody tr');
    expect(await applied.locator('td').allTextContents()).toEqual([
      expect.stringMatching(/^\d+\.\d/),
      expect.stringMatching(/^\d+\.\d/),
      '2',
    ]);
  });

  it('is handed over to another operator, who takes it with their own touch', async () => {
    const { hands, page } = counter;
    await tab('shift.tab');
    await page.getByTestId('hand-over').getByRole('button', { name: en['shift.give'], exact: true }).click();
    await page.getByText(en['shift.given-own-lead']).waitFor();
    await hands.button('staff.sign-out').click();
    await page.getByTestId('staff-sign-in').waitFor();
    await hands.pullOutKey(1);
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    await tab('shift.tab');
    await expect.poll(() => page.getByRole('tab', { name: sentence('en', 'oversight.tab') }).count()).toBe(0);
    await hands.signCommand(button(en['shift.take']), pin);
    await page.getByText(/^Last: from/).waitFor();
    await expect.poll(() => page.locator('[data-testid=day-case]').count()).toBe(2);
    expect(await page.getByTestId('day-list').innerText()).not.toContain('青葉');
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
