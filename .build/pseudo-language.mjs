// A language that nobody speaks: English with accents, two fifths longer, in brackets. What is cut off, or has no brackets, is
// found by looking. It is built for a test alone and never part of what is shipped.

const accented = new Map(
  [...'AaCcEeGgIiNnOoSsUuYyZz'].map((one, at) => [one, [...'ÅåÇçÉéĜĝÎîÑñÖöŠšÛûÝýŽž'][at]]),
);
const vowel = /[aeiouy]/gi;
/** How much longer a sentence gets; German is about a third longer than English, short labels more. */
const longer = 0.4;

/** A compiled message (`compile-message.mjs`) in that language; its places and forms stay as they are. */
export function inPseudoLanguage(message) {
  if (typeof message === 'string') return `[${spoken(message)}]`;
  return ['[', ...message.map(part), ']'];
}

function part(one) {
  if (typeof one === 'string') return spoken(one);
  const branches = (given) =>
    given && Object.fromEntries(Object.entries(given).map(([name, parts]) => [name, parts.map(part)]));
  const { plural, select, ...rest } = one;
  return {
    ...rest,
    ...(plural && { plural: branches(plural) }),
    ...(select && { select: branches(select) }),
  };
}

/** Letters are changed outside of `{places}` only. */
function spoken(text) {
  return text
    .split(/(\{[^}]*\})/)
    .map((piece, at) => (at % 2 === 1 ? piece : lengthened(piece)))
    .join('');
}

function lengthened(text) {
  let wanted = Math.ceil(text.replaceAll(/\s/g, '').length * longer);
  const doubled = text.replaceAll(vowel, (letter) => {
    if (wanted === 0) return letter;
    wanted -= 1;
    return letter + letter;
  });
  return [...doubled].map((letter) => accented.get(letter) ?? letter).join('') + '~'.repeat(wanted);
}
