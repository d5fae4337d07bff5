import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sourcesIn } from '../../.build/message-keys.mjs';
import { inPseudoLanguage } from '../../.build/pseudo-language.mjs';
import { type FaceGround, prepareFaceGround } from '../../main/cli/face-ground.ts';
import { guideSentence } from '../../main/cli/tour/guide-hands.ts';
import { createHands, type Hands, sentence } from '../../main/cli/tour/hands.ts';
import { stagePseudoFace } from '../rigs/pseudo-face.ts';
import { textFindings } from '../rigs/text-findings.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

const pictures = join(import.meta.dirname, '..', '..', 'out', 'pseudo-language');
const undo: (() => unknown)[] = [];
let institution: Institution;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const [face, ground] = await Promise.all([
    stagePseudoFace(),
    prepareFaceGround({ virtualDisplay: { width: 1400, height: 900 }, notice: () => undefined }),
  ]);
  undo.push(face.remove);
  if (!ground.ok) throw new Error(ground.failure.detail);
  const pseudo: FaceGround = { ...ground.value, application: face.directory };
  institution = await startInstitution(undefined, {}, pseudo);
});
afterAll(async () => {
  await institution?.stop();
  for (const step of undo) await step();
});

/** What the demonstration is made of: an institution's own texts, rooms, people, programs, a key's own name. */
const root = join(import.meta.dirname, '..', '..');
const data = ['main/cli/demonstration', 'main/profile', 'native/softkey']
  .flatMap((folder) => sourcesIn(join(root, folder)))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
/** Texts that are no sentence: names in any script, dates and hours, numbers and references, what a key can do. */
const written = [
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\s\d・（）()/]+$/u,
  /^[A-Z]{2,} [A-Z][A-Za-z]+$/,
  /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)[a-z]*,? \d{1,2} \p{L}+( \d{4})?(,? \d{2}:\d{2})?$/u,
  /^\d{1,2} \p{L}+ \d{4}(,? \d{2}:\d{2}| \(\p{Script=Han}+\d+年\))?$/u,
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)([–, ]+(Mon|Tue|Wed|Thu|Fri|Sat|Sun))* \d{1,2}:\d{2}–\d{1,2}:\d{2}$/,
  /^[A-Z0-9]{4}-[A-Z0-9]{4}$/,
  /^[a-z]\d{8}$/,
  /^FIDO( 2\.\d)( \/ FIDO 2\.\d)*$/,
  /^(— )?Madoguchi$/,
  /^\w+ \w+'s (spare )?key \(software\)/,
];
const isData = (text: string) =>
  written.some((pattern) => pattern.test(text)) ||
  data.includes(text.replace(/^[—·] /, '').replace(/ \d+$/, ' '));

let found: string[] = [];
beforeEach(() => {
  found = [];
});
afterEach(() => expect(found).toEqual([]));

async function look({ page }: { page: OpenWindow['page'] }, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  const { bare, clipped } = await textFindings(page);
  found.push(...bare.filter((text) => !isData(text)).map((text) => `${name}: no sentence: ${text}`));
  found.push(...clipped.map((text) => `${name}: cut off: ${text}`));
}

describe('a lab in a language that nobody speaks', () => {
  let lab: OpenWindow;
  let hands: Hands;
  beforeAll(async () => {
    lab = await institution.open('lab');
    hands = createHands(lab.page, 'en', inPseudoLanguage);
  });
  beforeEach(() => pictureOnFailure(lab));

  it('would see what is cut off, what sticks out of its button, and what no catalogue says', async () => {
    const { page } = lab;
    await hands.button('lock.sign-in').waitFor();
    await page.evaluate(() => {
      const set = (selector: string, style: Readonly<Record<string, string>>) => {
        const one = document.querySelector<HTMLElement>(selector);
        if (one !== null) Object.assign(one.style, style);
      };
      set('.lock-heading', { width: '3rem', overflow: 'hidden', whiteSpace: 'nowrap' });
      set('.lock-help', { width: '3rem', overflow: 'visible', whiteSpace: 'nowrap' });
      document.querySelector('.lock-readiness')?.append('Press any key');
    });
    const { bare, clipped } = await textFindings(page);
    expect(bare.filter((text) => !isData(text))).toEqual(['Press any key']);
    for (const cut of ['lock-heading', 'lock-help']) expect(clipped.join(' ')).toContain(cut);
    await page.reload();
    await hands.untilReady('lock');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await hands.button('lock.sign-in').waitFor();
  });

  it('says every sentence of the lock screen, and none is cut off', async () => {
    await hands.button('lock.sign-in').waitFor();
    await look(lab, 'lock');
    await hands.disclosure('exemption.why-not-asked').click();
    await look(lab, 'why');
    await hands.signInAtLab('s20240001', 'not-it');
    await lab.page.getByText(inPseudoLanguage(sentence('en', 'outcome.wrong.title'))).waitFor();
    await look(lab, 'wrong');
  });

  it('says every sentence of the help', async () => {
    const { page } = lab;
    await hands.button('lock.help').click();
    await page.getByTestId('guide').waitFor();
    await look(lab, 'guide');
    for (const way of ['triage', 'clock', 'devices', 'counters']) {
      await page.getByTestId(`guide-way-${way}`).click();
      await page.getByTestId(`guide-way-${way}`).waitFor({ state: 'detached' });
      await look(lab, `guide-${way}`);
      await page.getByRole('button', { name: inPseudoLanguage(guideSentence('en', 'guide.back')) }).click();
      await page.getByTestId(`guide-way-${way}`).waitFor();
    }
    await page.getByRole('button', { name: inPseudoLanguage(guideSentence('en', 'guide.leave')) }).click();
    await page.getByTestId('guide').waitFor({ state: 'detached' });
  });

  it('says every sentence of a session', async () => {
    await hands.signInAtLab('s20240001', 'demo-sakura');
    await lab.page.getByTestId('session-bar').waitFor();
    await look(lab, 'session');
    await hands.button('session.sign-out').click();
    await lab.page.getByTestId('lock-form').waitFor();
    await look(lab, 'signed-out');
    expect(lab.complaints).toEqual([]);
  });
});

describe('a counter in a language that nobody speaks', () => {
  let counter: OpenWindow;
  let hands: Hands;
  beforeAll(async () => {
    counter = await institution.open('counter');
    hands = createHands(counter.page, 'en', inPseudoLanguage);
  });
  beforeEach(() => pictureOnFailure(counter));

  it('says every sentence of a case, from sign-in to receipt', async () => {
    const { page } = counter;
    await look(counter, 'counter-sign-in');
    // A supervisor's, before whom every room is open.
    await hands.plugInKey(1);
    await hands.signInAtCounter(pin, (step) => look(counter, `key-${step}`));
    await look(counter, 'desk');
    await hands.findPerson('たかはし ゆい');
    await look(counter, 'find');
    await hands.choosePerson('髙橋 結衣');
    await look(counter, 'reason');
    await hands.button('visit.forgotten').click();
    const triage = page.getByTestId('case-step-triage');
    const check = page.getByTestId('case-step-check');
    const no = triage.getByRole('button', { name: /^\[Ñöö/ });
    await no.or(check).first().waitFor();
    await look(counter, 'triage');
    if (await no.isVisible()) await no.click({ timeout: 5000 }).catch(() => undefined);
    await check.waitFor();
    await look(counter, 'check');
    await hands.checkDocument('document.student-card', '4821', '2030-03-31');
    await look(counter, 'checked');
    await page.getByRole('button', { name: inPseudoLanguage(sentence('en', 'check.record')) }).click();
    await page.getByTestId('case-step-decide').waitFor();
    await look(counter, 'decide');
    await hands.decide();
    await look(counter, 'read');
  });

  it.each([
    'board.tab',
    'shift.tab',
    'keys.tab',
    'app.tab',
    'doctor.tab',
    'oversight.tab',
    'operators.tab',
  ] as const)('says every sentence behind %s', async (tab) => {
    const { page } = counter;
    const found = page.getByRole('tab', { name: inPseudoLanguage(sentence('en', tab)), exact: true });
    await found.click();
    await page
      .locator('main [aria-busy=true]')
      .waitFor({ state: 'detached' })
      .catch(() => undefined);
    await look(counter, tab);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
