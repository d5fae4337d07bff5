// The typeface, cut to what the window says: Noto Sans JP (SIL Open Font License 1.1) in static weights. A variable typeface
// would be one file a slice for all weights, at several times the memory for each letter that is shown.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const weights = [400, 600];
/** Thin figures, for the large clocks. */
const clock = { weight: 300, text: ' \u00a00123456789:' };
const messages = join('preload', 'contract', 'messages');
/** Letters that stand for themselves: what people type, and times, numbers and marks. */
const always = [
  ...range(0x20, 0x7e),
  ...range(0x3041, 0x3096),
  ...range(0x30a0, 0x30ff),
  ...range(0xff01, 0xff5e),
  ...'\u00a0©·–—‘’“”…→←↑↓×、。・「」『』（）【】〜ー年月日時分秒前後午曜火水木金土々',
].join('');
/** What institutions call themselves, their rooms and their counters. */
const names =
  '慶應義塾愛知東京都大学院学部研究科総合情報基盤処理教育支援機構技術推進本館室図書会講義演習実自由利用端末号棟階窓口受付係員職学生証北東西南中央';

/**
 * The letters of all that the application and the institutions that it knows say: writes `assets/letters-300.ttf`,
 * `letters-400` and `letters-600` beside the bundle, so that no system typeface is looked for, which takes longer than all else
 * of the first picture. They are not compressed: to unpack them takes longer than to read them. `virtual:letters` lists them.
 */
export function ownTypeface(root) {
  return {
    name: 'own-typeface',
    resolveId: (id) => (id === lettersModule ? `\0${id}` : undefined),
    load: (id) =>
      id === `\0${lettersModule}` ? `export const letters = ${JSON.stringify(lettersOf(root))};` : undefined,
    async generateBundle() {
      const text = lettersOf(root);
      await Promise.all(
        [clock, ...weights.map((weight) => ({ weight, text }))].map(async (cut) => {
          const source = readFileSync(await cutTypeface(root, cut.weight, cut.text));
          this.emitFile({ type: 'asset', fileName: `assets/letters-${cut.weight}.ttf`, source });
        }),
      );
    },
  };
}

const lettersModule = 'virtual:letters';

/** The slices of the whole typeface, for people's names, come without their older format. */
export function wholeTypeface() {
  return {
    name: 'whole-typeface',
    enforce: 'pre',
    transform(code, id) {
      if (!/@fontsource\/noto-sans-jp\/\d+\.css$/.test(id)) return undefined;
      return { code: code.replaceAll(/, url\([^)]*\.woff\) format\('woff'\)/g, ''), map: null };
    },
  };
}

/** Every letter of the catalogues and of the institutions that are known. */
function lettersOf(root) {
  const folder = join(root, messages);
  const catalogues = readdirSync(folder).map((name) => join(folder, name));
  const profiles = readdirSync(join(root, 'main', 'profile'), { recursive: true })
    .filter((name) => /\.(?:ts|json)$/.test(name))
    .map((name) => join(root, 'main', 'profile', name));
  const text = [...catalogues, ...profiles].map((file) => readFileSync(file, 'utf8')).join('');
  return [...new Set(always + names + text)]
    .filter((letter) => letter >= ' ')
    .sort()
    .join('');
}

/** The glyphs of a text in one weight, as a file that is kept for the next build; promises its path. */
async function cutTypeface(root, weight, text) {
  const source = readFileSync(sourceOf(root, weight));
  const letters = [...new Set(text)].sort().join('');
  const digest = createHash('sha256').update(source).update(letters).digest('hex').slice(0, 16);
  const file = join(cacheOf(root), `noto-sans-jp-${weight}-${digest}.ttf`);
  if (!existsSync(file)) replaceAtOnce(file, await subsetFont(source, letters, { targetFormat: 'sfnt' }));
  return file;
}

function cacheOf(root) {
  const modules = createRequire(join(root, 'package.json')).resolve('@fontsource/noto-sans-jp/package.json');
  const folder = join(modules, '..', '..', '..', '.cache', 'madoguchi-typeface');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Two builds at once may write the same file. */
function replaceAtOnce(path, content) {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, content);
  renameSync(fresh, path);
}

/** The whole typeface of one weight. */
function sourceOf(root, weight) {
  const file = `noto-sans-jp-japanese-${weight}-normal.woff2`;
  return join(typefacePackage(root), 'files', file);
}

/** The package that the letters are cut out of. */
export function typefacePackage(root) {
  return join(root, 'node_modules', '@fontsource', 'noto-sans-jp');
}

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
}
