/**
 * A sentence of plain Japanese with the reading of every word that is written with kanji, between Unicode's marks for
 * interlinear annotation (U+FFF9–FFFB). `readings` has the words; the longest that fits at a place is taken. Throws for
 * kanji that no word covers.
 */
export function withReadings(sentence: string, readings: Readonly<Record<string, string>>): string;
