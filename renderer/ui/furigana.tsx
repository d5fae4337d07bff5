import { Fragment } from 'react';
import './furigana.css';

interface Properties {
  readonly name: string;
  /** The reading in kana, as the directory has it. */
  readonly reading: string;
}

/**
 * A name with its reading above it, for whoever has to say it aloud. Family and given names get their own readings where both
 * are written with one space between.
 */
export function Furigana({ name, reading }: Properties) {
  return (
    <span className="furigana" lang="ja">
      {pairsOf(name, reading).map(([written, read], index) => (
        <Fragment key={`${written} ${read}`}>
          {index > 0 && ' '}
          <ruby>
            {written}
            <rp>（</rp>
            <rt>{read}</rt>
            <rp>）</rp>
          </ruby>
        </Fragment>
      ))}
    </span>
  );
}

/** What stands above what: part by part where both have as many parts, otherwise the whole above the whole. */
export function pairsOf(name: string, reading: string): readonly (readonly [string, string])[] {
  const written = name.trim().split(/[\s　]+/);
  const read = reading.trim().split(/[\s　]+/);
  if (written.length !== read.length) return [[name.trim(), reading.trim()]];
  return written.map((part, index) => [part, read[index] ?? ''] as const);
}
