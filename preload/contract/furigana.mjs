// Readings above the characters of plain Japanese. Not TypeScript, since the build puts them into the catalogues with it, on
// whatever Node it is given; the agent puts them into the texts of profiles.

/** Unicode's marks for interlinear annotation: what is annotated, between the first two; its reading, until the third. */
const [anchor, separator, terminator] = ['\ufff9', '\ufffa', '\ufffb'];
const kanji = /[\p{Script=Han}々〆]/u;

/**
 * A sentence with the reading of every word that is written with kanji. `readings` has the words; the longest that fits
 * at a place is taken. Kana that word and reading end in alike stays outside. Throws for kanji that no word covers.
 */
export function withReadings(sentence, readings) {
  const words = Object.keys(readings).toSorted((one, other) => other.length - one.length);
  let said = '';
  for (let rest = sentence; rest !== ''; ) {
    const word = words.find((one) => rest.startsWith(one));
    if (word === undefined) {
      const [letter] = rest;
      if (kanji.test(letter)) throw new Error(`no reading for ${rest.slice(0, 6)} in: ${sentence}`);
      said += letter;
      rest = rest.slice(letter.length);
    } else {
      said += annotated(word, readings[word]);
      rest = rest.slice(word.length);
    }
  }
  return said;
}

function annotated(word, reading) {
  let alike = 0;
  while (!kanji.test(word.at(-1 - alike)) && word.at(-1 - alike) === reading.at(-1 - alike)) alike += 1;
  const [written, read] = [word, reading].map((one) => one.slice(0, one.length - alike));
  return `${anchor}${written}${separator}${read}${terminator}${word.slice(word.length - alike)}`;
}
