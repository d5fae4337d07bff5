// ICU messages, parsed when the bundle is made: the window carries no parser, and a message that is not ICU ends the build.
import { IntlMessageFormat } from 'intl-messageformat';

/** What the parser calls its elements. */
const literal = 0;
const argument = 1;
const number = 2;
const select = 5;
const plural = 6;
const pound = 7;

/**
 * A message as `renderer/app/message.ts` takes it: the text itself where values only go into `{places}`, otherwise its parts.
 * Throws where it is not ICU or has what no sentence here needs (dates, tags, offsets): those are formatted beforehand.
 */
export function compileMessage(message, language) {
  if (!/\{\s*\w+\s*,|'[{}']/.test(message)) {
    if (elementsOf(message, language).some(({ type }) => type !== literal && type !== argument))
      refuse(message);
    return message;
  }
  return partsOf(elementsOf(message, language), null, message);
}

/** The names of the places in a message, those inside of plural and select branches included, in their order. */
export function placesOf(message, language) {
  const names = new Set();
  const visit = (elements) => {
    for (const { type, value, options } of elements) {
      if (type !== literal && type !== pound) names.add(value);
      for (const branch of Object.values(options ?? {})) visit(branch.value);
    }
  };
  visit(elementsOf(message, language));
  return [...names].sort();
}

function elementsOf(message, language) {
  return IntlMessageFormat.__parse(message, { captureLocation: false, locale: new Intl.Locale(language) });
}

function partsOf(elements, counted, message) {
  return elements.map(({ type, value, options, offset, style }) => {
    if (type === literal) return value;
    if (type === argument) return { at: value };
    if (type === number && (style === null || style === undefined)) return { at: value, number: true };
    if (type === pound && counted !== null) return { at: counted, number: true };
    const branches = (inner) =>
      Object.fromEntries(
        Object.entries(options).map(([name, branch]) => [name, partsOf(branch.value, inner, message)]),
      );
    if (type === select) return { at: value, select: branches(counted) };
    if (type === plural && offset === 0) return { at: value, plural: branches(value) };
    return refuse(message);
  });
}

function refuse(message) {
  throw new Error(`no sentence may say this: ${message}`);
}
