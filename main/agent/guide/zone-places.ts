import type { LocalizedText } from '../../../preload/contract/models/base.ts';

/** A well-known place for each offset from UTC, in minutes: to recognise a zone in a phone's settings by. */
const places: ReadonlyMap<number, LocalizedText> = new Map([
  [-600, { ja: 'ハワイ', en: 'Hawaii' }],
  [-480, { ja: 'ロサンゼルス（冬）', en: 'Los Angeles in winter' }],
  [-420, { ja: 'ロサンゼルス（夏）', en: 'Los Angeles in summer' }],
  [-360, { ja: 'シカゴ（冬）', en: 'Chicago in winter' }],
  [-300, { ja: 'ニューヨーク（冬）', en: 'New York in winter' }],
  [-240, { ja: 'ニューヨーク（夏）', en: 'New York in summer' }],
  [-180, { ja: 'サンパウロ', en: 'São Paulo' }],
  [0, { ja: 'ロンドン（冬）・UTC', en: 'London in winter, UTC' }],
  [60, { ja: 'パリ（冬）・ロンドン（夏）', en: 'Paris in winter, London in summer' }],
  [120, { ja: 'パリ（夏）', en: 'Paris in summer' }],
  [180, { ja: 'モスクワ・イスタンブール', en: 'Moscow, Istanbul' }],
  [240, { ja: 'ドバイ', en: 'Dubai' }],
  [300, { ja: 'カラチ・タシケント', en: 'Karachi, Tashkent' }],
  [330, { ja: 'インド', en: 'India' }],
  [345, { ja: 'ネパール', en: 'Nepal' }],
  [360, { ja: 'ダッカ', en: 'Dhaka' }],
  [420, { ja: 'バンコク・ハノイ・ジャカルタ', en: 'Bangkok, Hanoi, Jakarta' }],
  [480, { ja: '北京・台北・シンガポール', en: 'Beijing, Taipei, Singapore' }],
  [540, { ja: '東京・ソウル', en: 'Tokyo, Seoul' }],
  [600, { ja: 'シドニー（冬）・グアム', en: 'Sydney in winter, Guam' }],
  [660, { ja: 'シドニー（夏）', en: 'Sydney in summer' }],
  [720, { ja: 'オークランド（冬）', en: 'Auckland in winter' }],
  [780, { ja: 'オークランド（夏）', en: 'Auckland in summer' }],
]);

/** Somebody's city at this offset from UTC; null where none is well known. */
export function placeAtOffset(minutes: number): LocalizedText | null {
  return places.get(minutes) ?? null;
}
