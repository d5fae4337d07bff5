import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { demonstrationFaculties } from './demonstration-faculties.ts';

/** What a directory says of an account once its password was right. */
export type AccountState = 'active' | 'locked' | 'expired' | 'must-change' | 'disabled';

/** An account of the demonstration's directory. Its password is made up, and printed wherever the demonstration is. */
export interface DemonstrationAccount {
  readonly person: PersonSummary;
  readonly password: string;
  readonly state: AccountState;
  /** True for the person whom the policy always asks for a second factor. */
  readonly alwaysAsked: boolean;
}

const letters = demonstrationFaculties[0].name;
const engineering = demonstrationFaculties[3].name;
const office = { ja: '情報センター', en: 'Computing Centre' };

function student(
  sequence: string,
  name: Pick<PersonSummary, 'name' | 'kana' | 'romaji'>,
  account: { readonly password: string; readonly state: AccountState; readonly alwaysAsked?: boolean },
): DemonstrationAccount {
  const number = `2024${sequence}`;
  return {
    person: {
      id: number,
      number,
      login: `s${number}`,
      ...name,
      role: 'student',
      affiliation: Number(sequence) % 2 === 0 ? letters : engineering,
    },
    password: account.password,
    state: account.state,
    alwaysAsked: account.alwaysAsked ?? false,
  };
}

/**
 * Six students, one for each answer that a directory can give to a right password and one who is always asked, and one
 * member of staff, whose role is not exempt.
 */
export const demonstrationAccounts: readonly DemonstrationAccount[] = [
  student(
    '0001',
    { name: '青葉 さくら', kana: 'アオバ サクラ', romaji: 'AOBA Sakura' },
    { password: 'demo-sakura', state: 'active' },
  ),
  student(
    '0002',
    { name: '大野 翔太', kana: 'オオノ ショウタ', romaji: 'ONO Shota' },
    { password: 'demo-locked', state: 'locked' },
  ),
  student(
    '0003',
    { name: '髙橋 結衣', kana: 'タカハシ ユイ', romaji: 'TAKAHASHI Yui' },
    { password: 'demo-expired', state: 'expired' },
  ),
  student(
    '0004',
    { name: '山﨑 慎一', kana: 'ヤマザキ シンイチ', romaji: 'YAMAZAKI Shinichi' },
    { password: 'demo-change', state: 'must-change' },
  ),
  student(
    '0005',
    { name: '渡邊 陽菜', kana: 'ワタナベ ヒナ', romaji: 'WATANABE Hina' },
    { password: 'demo-disabled', state: 'disabled' },
  ),
  student(
    '0006',
    { name: '李 美玲', kana: 'リ ミレイ', romaji: 'LI Meiling' },
    { password: 'demo-always-asked', state: 'active', alwaysAsked: true },
  ),
  {
    person: {
      id: '90000001',
      number: '90000001',
      login: 't90000001',
      name: '水島 かおり',
      kana: 'ミズシマ カオリ',
      romaji: 'MIZUSHIMA Kaori',
      role: 'staff',
      affiliation: office,
    },
    password: 'demo-staff',
    state: 'active',
    alwaysAsked: false,
  },
];
