import type { LocalizedText } from '../../preload/contract/models/base.ts';

/** Faculties of the made-up university, with the share of its people. */
export const demonstrationFaculties = [
  { name: { ja: '文学部', en: 'Faculty of Letters' }, weight: 16 },
  { name: { ja: '法学部', en: 'Faculty of Law' }, weight: 14 },
  { name: { ja: '経済学部', en: 'Faculty of Economics' }, weight: 18 },
  { name: { ja: '工学部', en: 'Faculty of Engineering' }, weight: 24 },
  { name: { ja: '理学部', en: 'Faculty of Science' }, weight: 10 },
  { name: { ja: '農学部', en: 'Faculty of Agriculture' }, weight: 8 },
  { name: { ja: '医学部', en: 'Faculty of Medicine' }, weight: 6 },
  { name: { ja: '星空情報学環', en: 'School of Stellar Informatics' }, weight: 4 },
] as const satisfies readonly { readonly name: LocalizedText; readonly weight: number }[];
