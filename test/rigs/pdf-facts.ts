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
  const descriptors = [...text.matchAll(/\/Type\s*\/FontDescriptor[\s\S]*?endobj/g)].map(([one]) => one);
  return {
    version: text.slice(0, 8),
    pages: [...text.matchAll(/\/Type\s*\/Page(?![a-zA-Z])/g)].length,
    size: [millimetres(box?.[1]), millimetres(box?.[2])],
    fonts: descriptors.length,
    embedded: descriptors.length > 0 && descriptors.every((one) => /\/FontFile[23]?\s/.test(one)),
  };
}
