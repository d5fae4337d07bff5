/**
 * Characters that Japanese registries write in several forms for what people type as one: each group's first character
 * stands for all. For searching only; a name is always shown as the registry spells it. 斉 and 斎 are different
 * characters, but nobody at a counter knows which of them a visitor's register holds.
 */
const groups =
  '高髙 崎﨑嵜碕 斎齋齊斉 辺邊邉 浜濱濵 吉𠮷 桜櫻 沢澤 広廣 国國 島嶋嶌 真眞 恵惠 徳德 瀬瀨 竜龍 蔵藏 栄榮 豊豐 寿壽 ' +
  '万萬 円圓 学學 実實 礼禮 静靜 清淸 条條 検檢 県縣 滝瀧 渋澁 塩鹽 関關 館舘 鉄鐵 富冨 峰峯 巌巖 槙槇 桧檜 梅楳 ' +
  '柳栁 曽曾 来來 芦蘆 児兒 糸絲 秋穐 称稱 穂穗 聡聰 薫薰 遥遙 郎郞 鶴靏靍 黒黑 昂昻 凛凜 亜亞 弥彌 ' +
  '衛衞 戸戶 呉吳 尭堯 稲稻 与與 応應 宝寶 総總 顕顯 当當 仏佛 予豫 ' +
  '釜竈 壱壹 弐貳 麹麴 頼賴 悦悅 閲閱 説說 鋭銳 緑綠 録錄 禄祿';

const representatives: ReadonlyMap<string, string> = new Map(
  groups.split(' ').flatMap((group) => {
    const [first, ...others] = Array.from(group);
    return first === undefined ? [] : others.map((other) => [other, first] as const);
  }),
);

/** The character that stands for `character` in search keys; itself when it has no variants here. One to one. */
export function representativeCharacter(character: string): string {
  return representatives.get(character) ?? character;
}
