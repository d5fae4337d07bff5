/**
 * Readings travel inside of sentences, between Unicode's marks for interlinear annotation; what is drawn takes them out
 * again. Nothing looks for them before a wording that has some was chosen.
 */
const annotation = /\ufff9([^\ufffa]*)\ufffa([^\ufffb]*)\ufffb/;

let expected = false;

/** From now on sentences may have readings. */
export function expectReadings(): void {
  expected = true;
}

export function mayHaveReadings(): boolean {
  return expected;
}

export function hasReadings(text: string): boolean {
  return text.includes('\ufff9');
}

/** A text without its readings, for whatever takes only text: names for screen readers, titles, placeholders. */
export function withoutReadings(text: string): string {
  return hasReadings(text) ? text.replaceAll(new RegExp(annotation, 'g'), '$1') : text;
}

/** A piece of a text that has its reading above it. */
export interface AnnotatedPiece {
  readonly written: string;
  readonly reading: string;
}

/** What a text is made of, in its order: plain pieces, and pieces with a reading. */
export function annotatedPieces(text: string): readonly (string | AnnotatedPiece)[] {
  const found: (string | AnnotatedPiece)[] = [];
  const pieces = text.split(annotation);
  for (let index = 0; index < pieces.length; index += 3) {
    const [plain = '', written, reading = ''] = pieces.slice(index, index + 3);
    if (plain !== '') found.push(plain);
    if (written !== undefined) found.push({ written, reading });
  }
  return found;
}
