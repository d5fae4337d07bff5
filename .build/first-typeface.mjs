// The typeface of the first screen: what it can say, in one small file a weight, so that no system typeface is looked for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const weights = [400, 600];
const catalogue = join('preload', 'contract', 'messages', 'ja.json');
/** Letters that stand for themselves: what people type, and times, numbers and marks. */
const always = [
  ...range(0x20, 0x7e),
  ...range(0x3041, 0x3096),
  ...range(0x30a0, 0x30ff),
  ...range(0xff01, 0xff5e),
  ...'©·–—‘’“”…→←↑↓×、。・「」『』（）【】〜ー年月日時分秒前後午曜火水木金土々',
].join('');
/** What institutions call themselves, their rooms and their counters. */
const names =
  '大学院学部研究科総合情報基盤処理教育支援機構技術推進本館室図書会講義演習実自由利用端末号棟階窓口受付係員職学生証北東西南中央';

/**
 * A plugin that writes `assets/first-400.woff2` and `assets/first-600.woff2` beside the bundle: the glyphs of every
 * sentence that the entry's own modules can say.
 */
export function firstTypeface(root) {
  return {
    name: 'first-typeface',
    async generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find((one) => one.type === 'chunk' && one.isEntry);
      const said =
        entry === undefined ? [] : withImports(entry, bundle).flatMap(({ moduleIds }) => moduleIds);
      const text = always + names + sentencesOf(root, said);
      await Promise.all(
        weights.map(async (weight) => {
          const source = await subsetFont(readFileSync(sourceOf(root, weight)), text, {
            targetFormat: 'woff2',
          });
          this.emitFile({ type: 'asset', fileName: `assets/first-${weight}.woff2`, source });
        }),
      );
    },
  };
}

/** The whole typeface of one weight (SIL Open Font License 1.1). */
function sourceOf(root, weight) {
  const file = `noto-sans-jp-japanese-${weight}-normal.woff2`;
  return join(root, 'node_modules', '@fontsource', 'noto-sans-jp', 'files', file);
}

/** A chunk and those that it needs at once. */
function withImports(chunk, bundle, found = new Set()) {
  if (found.has(chunk)) return [];
  found.add(chunk);
  for (const name of chunk.imports)
    if (bundle[name]?.type === 'chunk') withImports(bundle[name], bundle, found);
  return [...found];
}

/** Every sentence of the families (`lock.`, `reason.`, …) that one of these modules names. */
function sentencesOf(root, modules) {
  const sentences = Object.entries(JSON.parse(readFileSync(join(root, catalogue), 'utf8')));
  const families = new Set();
  for (const id of modules) {
    if (!id.startsWith(join(root, 'renderer')) || !/\.tsx?$/.test(id)) continue;
    for (const [, family] of readFileSync(id, 'utf8').matchAll(/['"`]([a-z][a-z-]*)\./g))
      families.add(family);
  }
  return sentences
    .filter(([key]) => families.has(key.slice(0, key.indexOf('.'))))
    .map(([, sentence]) => sentence)
    .join('');
}

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
}
