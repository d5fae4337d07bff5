import { inflateSync } from 'node:zlib';

/** How a font's codes become letters (ISO 32000-1 §9.10.3). */
interface FontReading {
  /** Bytes of one code. */
  readonly width: number;
  readonly letters: ReadonlyMap<number, string>;
}

interface PdfObject {
  readonly dictionary: string;
  readonly stream: Buffer | null;
}

/**
 * The text of a PDF as Chromium writes it: uncompressed objects, Flate streams, a ToUnicode map for every font. Letters
 * come in the order in which they are drawn, spaces of the layout left out.
 */
export function pdfText(file: Buffer): string {
  const objects = readObjects(file);
  const fonts = new Map<string, FontReading>();
  for (const { dictionary } of objects.values()) {
    for (const [, name = '', number] of dictionary.matchAll(/\/([A-Z]\w*) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(number))?.dictionary ?? '');
      const map = unicode === null ? null : objects.get(Number(unicode[1]))?.stream;
      if (map != null) fonts.set(name, readFont(map.toString('latin1')));
    }
  }
  return [...objects.values()]
    .filter(({ stream }) => stream !== null)
    .map(({ stream }) => drawnText(stream?.toString('latin1') ?? '', fonts))
    .join('');
}

function readObjects(file: Buffer): ReadonlyMap<number, PdfObject> {
  const source = file.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of source.matchAll(/(\d+) 0 obj\s([\s\S]*?)(?:\sendobj|\bstream\r?\n)/g)) {
    const [whole, number, dictionary = ''] = match;
    const begin = match.index + whole.length;
    const length = /\/Length (\d+)\b(?! 0 R)/.exec(dictionary);
    const hasStream = /stream\r?\n$/.test(whole) && length !== null;
    const raw = hasStream ? file.subarray(begin, begin + Number(length[1])) : null;
    objects.set(Number(number), {
      dictionary,
      stream: raw === null ? null : dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw,
    });
  }
  return objects;
}

function readFont(map: string): FontReading {
  const letters = new Map<number, string>();
  const code = (hex: string) => Number.parseInt(hex, 16);
  const text = (hex: string) =>
    String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));
  for (const [, block = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, from = '', to = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>/g))
      letters.set(code(from), text(to));
  }
  for (const [, block = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', first = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      for (let at = code(from); at <= code(to); at += 1) {
        letters.set(at, following(text(first), at - code(from)));
      }
    }
  }
  const space = /begincodespacerange\s*<(\w+)>/.exec(map);
  return { width: (space?.[1]?.length ?? 4) / 2, letters };
}

/** Of a range only its first letter is named; a ligature stands for several, the last of which counts up. */
function following(first: string, by: number): string {
  const last = first.at(-1) ?? '';
  return by === 0 ? first : first.slice(0, -1) + String.fromCodePoint((last.codePointAt(0) ?? 0) + by);
}

function drawnText(content: string, fonts: ReadonlyMap<string, FontReading>): string {
  let font: FontReading | undefined;
  let drawn = '';
  for (const [whole, name, hex, literal] of content.matchAll(
    /\/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>(?=[^A-Za-z]*T[jJ])|\(((?:[^\\()]|\\.)*)\)(?=[^A-Za-z]*T[jJ])/g,
  )) {
    if (name !== undefined) font = fonts.get(name);
    else if (font !== undefined) {
      const bytes = hex === undefined ? literalBytes(literal ?? whole) : Buffer.from(hex, 'hex');
      for (let at = 0; at + font.width <= bytes.length; at += font.width) {
        drawn += font.letters.get(bytes.readUIntBE(at, font.width)) ?? '';
      }
    }
  }
  return drawn;
}

function literalBytes(literal: string): Buffer {
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  const plain = literal.replaceAll(/\\(\d{1,3}|[\s\S])/g, (_, escaped: string) =>
    /^\d/.test(escaped) ? String.fromCharCode(Number.parseInt(escaped, 8)) : (named[escaped] ?? escaped),
  );
  return Buffer.from(plain, 'latin1');
}
