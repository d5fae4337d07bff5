import { toRomaji } from 'wanakana';
import { demonstrationFaculties } from '../../main/profile/demonstration-faculties.ts';
import {
  demonstrationForeignNames,
  demonstrationGivenNames,
} from '../../main/profile/demonstration-given-names.ts';
import { demonstrationSurnames } from '../../main/profile/demonstration-surnames.ts';
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { type SeededRandom, seededRandom } from '../fuzz/seeded-random.ts';

/** What names are made of that are in no list: first and second characters of surnames and of given names. */
const surnameParts = {
  first:
    '山ヤマ 川カワ 田タ 中ナカ 小コ 大オオ 松マツ 竹タケ 梅ウメ 石イシ 岩イワ 森モリ 林ハヤシ 西ニシ 東ヒガシ 南ミナミ 北キタ 上ウエ 下シモ 長ナガ 高タカ 髙タカ 青アオ 白シラ 黒クロ 赤アカ 金カネ 古フル 新ニイ 池イケ 沢サワ 澤サワ 島シマ 村ムラ 宮ミヤ 寺テラ 野ノ 原ハラ 平ヒラ 藤フジ 桜サクラ 杉スギ 木キ 水ミズ 清シミ 福フク 吉ヨシ 坂サカ 谷タニ 根ネ 星ホシ 月ツキ 秋アキ 冬フユ 春ハル 夏ナツ 有アリ 荒アラ 安ヤス 飯イイ 今イマ 植ウエ 江エ 遠トオ 岡オカ',
  second:
    '田タ 本モト 川カワ 山ヤマ 口グチ 井イ 原ハラ 野ノ 村ムラ 島シマ 崎サキ 﨑サキ 沢ザワ 澤ザワ 下シタ 上ウエ 木キ 谷タニ 橋ハシ 岡オカ 森モリ 林バヤシ 内ウチ 塚ヅカ 尾オ 瀬セ 津ツ 松マツ 倉クラ 辺ベ 邊ベ 戸ト 江エ 坂サカ 石イシ 浜ハマ 濱ハマ 見ミ 宮ミヤ 寺デラ',
} as const;
const givenParts = {
  first:
    '健ケン 大ダイ 翔ショウ 悠ユウ 陽ヨウ 拓タク 直ナオ 和カズ 英ヒデ 正マサ 明アキ 光ミツ 智トモ 美ミ 由ユ 真マ 彩アヤ 優ユウ 結ユ 菜ナ 恵メグ 千チ 佳ケイ 香カ 奈ナ 里リ 沙サ 理リ 莉リ 麻アサ 友トモ 知トモ 裕ユウ 浩ヒロ 博ヒロ 弘ヒロ 俊トシ 敏トシ 秀ヒデ 義ヨシ 孝タカ 貴タカ 隆タカ 雅マサ 幸ユキ 雪ユキ 春ハル 夏ナツ 秋アキ 冬フユ',
  second:
    '太タ 輔スケ 介スケ 樹キ 也ヤ 人ト 斗ト 郎ロウ 一イチ 二ジ 司ジ 志シ 之ユキ 彦ヒコ 男オ 夫オ 雄オ 子コ 美ミ 奈ナ 菜ナ 香カ 花カ 佳カ 恵エ 江エ 代ヨ 乃ノ 里リ 莉リ 音ネ 月ヅキ 希キ 紀キ 織オリ 穂ホ 帆ホ 実ミ 海ミ 咲サキ',
} as const;

interface NamePart {
  readonly name: string;
  readonly kana: string;
}

/**
 * `count` made-up people, the same at every call: surnames and given names of the demonstration university by frequency
 * (佐藤 is about two in a hundred), a fifth of them composed, so that there are thousands of different ones, and three in a
 * hundred foreign. Any likeness is chance.
 */
export function madeUpPeople(count: number): readonly PersonSummary[] {
  const random = seededRandom(count, 0);
  const surname = chooser(readParts(demonstrationSurnames), composed(surnameParts), 14, random);
  const given = chooser(readParts(demonstrationGivenNames), composed(givenParts), 60, random);
  return Array.from({ length: count }, (_, index) => {
    const isStudent = random.below(100) < 88;
    const year = isStudent ? 2019 + random.below(7) : 9000;
    const number = `${year}${String(index).padStart(6, '0')}`;
    const [name, kana, romaji] = random.below(100) < 3 ? random.pick(demonstrationForeignNames) : [];
    return {
      id: number,
      number,
      login: `${isStudent ? 's' : 't'}${number}`,
      ...(name === undefined || kana === undefined || romaji === undefined
        ? japanese(surname(), given())
        : { name, kana, romaji }),
      role: isStudent ? 'student' : random.once(2) ? 'faculty' : 'staff',
      affiliation: random.pick(demonstrationFaculties).name,
    };
  });
}

function japanese(surname: NamePart, given: NamePart) {
  const romaji = (kana: string) =>
    toRomaji(kana)
      .replaceAll("'", '')
      .replace(/o(?:o|u(?!e))/g, 'o')
      .replace(/(y|sh|ch|j|f)uu/g, '$1u');
  const first = romaji(given.kana);
  return {
    name: `${surname.name} ${given.name}`,
    kana: `${surname.kana} ${given.kana}`,
    romaji: `${romaji(surname.kana).toUpperCase()} ${first.charAt(0).toUpperCase()}${first.slice(1)}`,
  };
}

function readParts(list: string): readonly NamePart[] {
  return list.split(' ').map((entry) => {
    const kana = /[ァ-ヴー]+$/.exec(entry)?.[0] ?? '';
    return { name: entry.slice(0, entry.length - kana.length), kana };
  });
}

function composed({
  first,
  second,
}: {
  readonly first: string;
  readonly second: string;
}): readonly NamePart[] {
  return readParts(first).flatMap((one) =>
    readParts(second).map((other) => ({ name: one.name + other.name, kana: one.kana + other.kana })),
  );
}

/** Four of five from the known ones, by rank; the others evenly from the composed ones. */
function chooser(
  known: readonly NamePart[],
  made: readonly NamePart[],
  flattening: number,
  random: SeededRandom,
): () => NamePart {
  // Each known one as often as its rank says, so that choosing is one draw.
  const weighted = known.flatMap((part, rank) =>
    Array<NamePart>(Math.round(20_000 / (rank + flattening))).fill(part),
  );
  return () => random.pick(random.once(5) ? made : weighted);
}
