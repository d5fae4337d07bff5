import type { Page } from 'playwright';
import decideEn from '../../../preload/contract/messages/decide-en.json' with { type: 'json' };
import decideJa from '../../../preload/contract/messages/decide-ja.json' with { type: 'json' };
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import { readTotpAddress } from '../../exchange/totp-address.ts';
import { codeAt, stepAt, totpAddress } from '../../exchange/totp-code.ts';
import type { Profile } from '../../profile/profile.ts';
import { triageQuestion } from '../../profile/profiles.ts';
import { demonstrationPin } from '../demonstration/seed.ts';
import { checkHands } from './check-hands.ts';
import type { Hands, WindowLanguage } from './hands.ts';

/** One operator at a counter's window, and somebody who takes pictures of it. */
export interface CaseGround {
  readonly hands: Hands;
  readonly profile: Profile;
  readonly language: WindowLanguage;
  readonly picture: (name: string) => Promise<void>;
  /** The waiting page in a browser of somebody who telephones. */
  readonly caller: () => Promise<Page>;
  readonly pictureOf: (page: Page, name: string) => Promise<void>;
}

/** A whole case of one institution, from the name to the receipt; ends with the receipt on screen. */
export interface InstitutionCase {
  /** The institution's profile. */
  readonly profile: string;
  /** People whom it needs besides the demonstration's own. */
  readonly people: readonly PersonSummary[];
  walk(ground: CaseGround): Promise<void>;
}

/** Somebody with a number of ten digits, as the University of Tokyo writes them. */
export const memberOfTenDigits: PersonSummary = {
  id: '1234567894',
  number: '1234567894',
  login: '1234567894',
  name: '本郷 弥生',
  kana: 'ホンゴウ ヤヨイ',
  romaji: 'HONGO Yayoi',
  role: 'student',
  affiliation: { ja: '工学部', en: 'Engineering' },
};

/** Keio's (a): another method works, so the person registers alone; and (b): none does, so the counter suspends against a document. */
const keio: InstitutionCase = {
  profile: 'keio',
  people: [],
  async walk(ground) {
    const { hands, picture } = ground;
    const check = checkHands(ground);
    await find(ground, '20240002', '大野 翔太', 'visit.replaced');
    await picture('a-another-method');
    await check.answer(option(ground, 'another-method-replaced', 'yes'));
    await hands.button('triage.advise').waitFor();
    await picture('a-self-service');
    await hands.button('triage.advise').click();
    await find(ground, '20240003', '髙橋 結衣', 'visit.replaced');
    await check.onwards();
    await hands.page.locator('.check-portrait canvas[data-state=drawn]').waitFor();
    await hands.checkDocument('document.driving-licence', '0018', '令和12年3月31日');
    await picture('check');
    await recorded(ground);
    await decideAndSign(ground, ['applied', 'propagating']);
  },
};

/** AUE: nothing is suspended; the centre resets by hand within days. */
const aue: InstitutionCase = {
  profile: 'aue',
  people: [],
  async walk(ground) {
    const { hands, picture } = ground;
    const check = checkHands(ground);
    // Of somebody with one method alone the factors would answer the second question.
    await find(ground, '20240006', '李 美玲', 'visit.forgotten');
    await picture('triage-place');
    await check.answer(option(ground, 'place', 'asked'));
    await picture('triage-method');
    await check.answer(option(ground, 'another-method', 'no'));
    await check.onwards();
    await hands.checkDocument('document.student-card', '0006');
    await picture('check');
    await recorded(ground);
    await decideAndSign(ground, ['waiting-centre']);
  },
};

/** UTokyo: ten digits, three telephones at most, and a registration anew on the next working day. */
const utokyo: InstitutionCase = {
  profile: 'utokyo',
  people: [memberOfTenDigits],
  async walk(ground) {
    const { hands, picture } = ground;
    const check = checkHands(ground);
    await find(ground, '１２３４５６７８９４', memberOfTenDigits.name, 'visit.replaced');
    await hands.page.getByTestId('factor-limits').waitFor();
    await picture('triage-limits');
    await check.answer(option(ground, 'another-method-replaced', 'no'));
    await check.onwards();
    await hands.checkDocument('document.student-card', '7894');
    await picture('check');
    await recorded(ground);
    await decideAndSign(ground, ['waiting-centre']);
  },
};

/** joho: what an account may have, and the point on impersonation that has to be ticked. */
const joho: InstitutionCase = {
  profile: 'joho',
  people: [],
  async walk(ground) {
    const { hands, picture } = ground;
    const check = checkHands(ground);
    await find(ground, '20240003', '髙橋 結衣', 'visit.forgotten');
    await check.onwards();
    await hands.checkDocument('document.student-card', '0003');
    await picture('check-impersonation');
    await recorded(ground);
    await decideAndSign(ground, ['applied', 'propagating']);
  },
};

/** Kyoto: somebody on the telephone is called back, waits on their page, and the new TOTP appears on it. */
const kyoto: InstitutionCase = {
  profile: 'kyoto',
  people: [],
  async walk(ground) {
    const { hands, picture, language } = ground;
    const { page } = hands;
    const check = checkHands(ground);
    await find(ground, '20240001', '青葉 さくら', 'visit.replaced');
    await check.answer(option(ground, 'code-still-shown', 'no'));
    await picture('triage-mail');
    await check.answer(option(ground, 'mail-to-initialise', 'no'));
    await check.onwards();
    const caller = await ground.caller();
    const reference = caller.locator('[data-reference]');
    await ground.pictureOf(caller, 'page-waiting');
    await picture('call-back');
    await check.joinPage(await reference.innerText());
    await caller.locator('html[data-state=called]').waitFor();
    await ground.pictureOf(caller, 'page-called');
    await picture('page-joined');
    await check.call('check.phone.note-reached');
    await check.callerAnswers();
    await picture('caller-answers');
    await check.recordCall().click();
    await page.getByTestId('case-step-check').waitFor({ state: 'detached' });
    await picture('decide');
    await hands.decide();
    await picture('read');
    await hands.signCommand(hands.button('read.sign'), demonstrationPin);
    await page.getByTestId('on-page').waitFor({ timeout: 30_000 });
    await picture('new-totp-on-the-page');
    await caller.locator('html[data-state=shown]').waitFor();
    await caller.locator('#symbol path').waitFor();
    await ground.pictureOf(caller, 'page-new-totp');
    const say = language === 'ja' ? decideJa : decideEn;
    const shown = (await caller.locator('#secret').innerText()).replaceAll(/\s/g, '');
    const secret = readTotpAddress(totpAddress('Madoguchi', 'visitor', shown))?.secret;
    if (secret === undefined) throw new Error('the secret on the caller’s page is none');
    await caller.locator('#code').fill(codeAt(secret, stepAt(new Date())));
    await caller.locator('#prove').click();
    await caller.locator('html[data-state=proved]').waitFor({ timeout: 30_000 });
    await ground.pictureOf(caller, 'page-proved');
    await page.getByText(say['shown.proved']).waitFor();
    await hands.receipt('ended');
    await picture('receipt');
  },
};

export const institutionCases: readonly InstitutionCase[] = [keio, aue, utokyo, joho, kyoto];

async function find(
  { hands, picture }: CaseGround,
  query: string,
  name: string,
  reason: Parameters<Hands['button']>[0],
): Promise<void> {
  await hands.findPerson(query);
  await picture('find');
  await hands.choosePerson(name);
  await picture('reason');
  await hands.button(reason).click();
}

async function recorded(ground: CaseGround): Promise<void> {
  const check = checkHands(ground);
  await check.tickPrompts();
  await check.record().click();
  await ground.hands.page.getByTestId('case-step-decide').waitFor();
}

async function decideAndSign({ hands, picture }: CaseGround, states: readonly string[]): Promise<void> {
  await picture('decide');
  await hands.decide();
  await picture('read');
  await hands.signCommand(hands.button('read.sign'), demonstrationPin);
  await hands.receipt(...states);
  await picture('receipt');
}

/** An answer as the window shows it. */
function option({ profile, language }: CaseGround, question: string, id: string): string {
  const found = triageQuestion(profile, question)?.options.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`${profile.id} has no answer ${question}/${id}`);
  return found.label[language];
}
