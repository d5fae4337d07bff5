/** What a PDF as Chromium writes it (uncompressed objects) says of its pages and letters. */
export function pdfFacts(file: Buffer): {
  readonly version: string;
  readonly pages: number;
  /** Millimetres. */
  readonly size: readonly [number, number];
  readonly fonts: number;
  /** Whether every font lies in the file itself. */
  readonly embedded: boolean;
} {
  const text = file.toString('latin1');
  const box = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/.exec(text);
  const millimetres = (points: string | undefined) => Math.round((Number(points) / 72) * 25.4);
  const objects = new Map(
    [...text.matchAll(/(\d+) 0 obj\s([\s\S]*?)endobj/g)].map(([, number, body = '']) => [number, body]),
  );
  const fonts = [...objects.values()].filter((one) => /\/Type\s*\/Font(?![A-Za-z])/.test(one));
  // A Type 3 font is its glyphs' drawings (ISO 32000-1 §9.6.5); a composite one has its letters in the font below it.
  const holds = (font: string) => {
    if (/\/Subtype\s*\/(?:Type3|Type0)/.test(font)) return true;
    const descriptor = /\/FontDescriptor (\d+) 0 R/.exec(font)?.[1];
    return /\/FontFile[23]?\s/.test(objects.get(descriptor) ?? '');
  };
  return {
    version: text.slice(0, 8),
    pages: [...text.matchAll(/\/Type\s*\/Page(?![a-zA-Z])/g)].length,
    size: [millimetres(box?.[1]), millimetres(box?.[2])],
    fonts: fonts.length,
    embedded: fonts.length > 0 && fonts.every(holds),
  };
}
