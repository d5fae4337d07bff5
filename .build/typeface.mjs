// The typeface, cut to what the window says: Noto Sans JP (SIL Open Font License 1.1) in static weights. A variable typeface
// would be one file a slice for all weights, at several times the memory for each letter that is shown.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { catalogueOf, firstKeys } from './messages.mjs';

const weights = [400, 600];
/** Thin figures, for the large clocks. */
const clock = { weight: 300, text: ' 0123456789:' };
const firstFormat = { target: 'sfnt', ending: 'ttf' };
const wordsFormat = { target: 'woff2', ending: 'woff2' };
const messages = join('preload', 'contract', 'messages');
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
 * The first screen's letters: writes `assets/first-300.ttf`, `first-400` and `first-600` beside the bundle, with the glyphs
 * of every sentence that the first screen can say, so that no system typeface is looked for. They are not compressed: to
 * unpack them would take the first picture longer than to read them.
 */
export function firstTypeface(root) {
  return {
    name: 'first-typeface',
    async generateBundle() {
      const text = always + names + sentencesOf(root);
      await Promise.all(
        [clock, ...weights.map((weight) => ({ weight, text }))].map(async (cut) => {
          const source = readFileSync(await cutTypeface(root, cut.weight, cut.text, firstFormat));
          this.emitFile({
            type: 'asset',
            fileName: `assets/first-${cut.weight}.${firstFormat.ending}`,
            source,
          });
        }),
      );
    },
  };
}

const wordsModule = 'virtual:words.css';

/**
 * The rest: `virtual:words.css` has the family `Madoguchi Words` with the letters of all that the application can say by
 * itself, and the slices of the whole typeface come without their older format.
 */
export function wholeTypeface(root) {
  return {
    name: 'whole-typeface',
    enforce: 'pre',
    async resolveId(id) {
      return id === wordsModule ? writeWords(root) : undefined;
    },
    transform(code, id) {
      if (!/@fontsource\/noto-sans-jp\/\d+\.css$/.test(id)) return undefined;
      return { code: code.replaceAll(/, url\([^)]*\.woff\) format\('woff'\)/g, ''), map: null };
    },
  };
}

/** Writes the family of words as a style sheet beside its files; promises its path. */
async function writeWords(root) {
  const text = lettersOf(root);
  const unicodeRange = rangesOf(text);
  const faces = await Promise.all(
    weights.map(async (weight) => {
      const file = await cutTypeface(root, weight, text, wordsFormat);
      return `@font-face {
  font-family: "Madoguchi Words";
  font-weight: ${weight};
  font-display: swap;
  src: url("./${file.slice(file.lastIndexOf('/') + 1)}") format("woff2");
  unicode-range: ${unicodeRange};
}
`;
    }),
  );
  const sheet = join(cacheOf(root), 'words.css');
  replaceAtOnce(sheet, faces.join('\n'));
  return sheet;
}

/** Every letter of the catalogues and of the institutions that are known. */
function lettersOf(root) {
  const folder = join(root, messages);
  const catalogues = readdirSync(folder).map((name) => join(folder, name));
  const profiles = readdirSync(join(root, 'main', 'profile'), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, 'main', 'profile', name));
  const text = [...catalogues, ...profiles].map((file) => readFileSync(file, 'utf8')).join('');
  return [...new Set(always + names + text)]
    .filter((letter) => letter >= ' ')
    .sort()
    .join('');
}

/** `U+20-7E, U+3042`: a text's letters as CSS writes them. */
function rangesOf(text) {
  const points = [...text].map((letter) => letter.codePointAt(0)).sort((a, b) => a - b);
  const runs = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === point - 1) last.to = point;
    else runs.push({ from: point, to: point });
  }
  const hex = (point) => point.toString(16);
  return runs.map(({ from, to }) => `U+${hex(from)}${to === from ? '' : `-${hex(to)}`}`).join(', ');
}

/** The glyphs of a text in one weight, as a file that is kept for the next build; promises its path. */
async function cutTypeface(root, weight, text, { target, ending }) {
  const source = readFileSync(sourceOf(root, weight));
  const letters = [...new Set(text)].sort().join('');
  const digest = createHash('sha256').update(source).update(letters).digest('hex').slice(0, 16);
  const file = join(cacheOf(root), `noto-sans-jp-${weight}-${digest}.${ending}`);
  if (!existsSync(file)) replaceAtOnce(file, await subsetFont(source, letters, { targetFormat: target }));
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

/** Every sentence of the first screen. */
function sentencesOf(root) {
  const sentences = catalogueOf(root, 'ja');
  return firstKeys(root)
    .map((key) => sentences[key])
    .join('');
}

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
}
