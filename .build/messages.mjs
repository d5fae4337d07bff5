// The catalogues as modules of the bundle. The window's first chunk carries only what its first screen says; everything else
// comes behind it, a chunk for each language.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withReadings } from '../preload/contract/furigana.mjs';
import { compileMessage } from './compile-message.mjs';
import { keysUsedBy, sourcesReachedAtOnce } from './message-keys.mjs';
import { inPseudoLanguage } from './pseudo-language.mjs';

const folder = join('preload', 'contract', 'messages');
const prefix = 'virtual:messages/';
/** The language that the window opens in. */
export const opening = 'ja';

/** The languages by their ids, as `languages.json` lists them. */
export function languagesOf(root) {
  return catalogueOf(root, 'languages');
}

/** What a file of the catalogues holds; `fallback` where there is none. */
export function catalogueOf(root, name, fallback) {
  try {
    return JSON.parse(readFileSync(join(root, folder, `${name}.json`), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' && fallback !== undefined) return fallback;
    throw error;
  }
}

/** The keys of everything that the sources of the lock screen name; refusals come after it. */
export function firstKeys(root) {
  const sources = sourcesReachedAtOnce(join(root, 'renderer', 'index.tsx'));
  return keysUsedBy(sources, Object.keys(catalogueOf(root, opening)));
}

/**
 * Serves
 * - `virtual:messages/first`: the opening language's sentences of the first screen;
 * - `virtual:messages/whole`: for each language a function that brings its sentences, the first screen's aside where it
 *   is the opening one;
 * - `virtual:messages/<feature>`: the sentences that come with a feature's own chunk, in every language at once: some of
 *   them speak two on one sheet.
 *
 * The language `pseudo` says everything in a language that nobody speaks, for a test.
 */
export function messages(root, { pseudo = null } = {}) {
  const say = (name, language, fallback) => {
    const said = compiled(root, name, language, fallback);
    return language === pseudo ? inPseudo(said) : said;
  };
  return {
    name: 'messages',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const name = id.slice(prefix.length + 1);
      const languages = languagesOf(root);
      if (name === 'first') return asModule(only(say(opening, opening), firstKeys(root)));
      if (name === 'whole') return loadersOf(Object.keys(languages));
      const language = name.replace('whole-', '');
      if (Object.hasOwn(languages, language)) {
        const refusals = refusalsIn(root, say(`error-${language}`, language));
        const whole = { ...say(language, language), ...refusals };
        return asModule(language === opening ? without(whole, firstKeys(root)) : whole);
      }
      const all = Object.keys(languages).map((one) => [
        one,
        say(`${name}-${one}`, one, overlaid(languages, one)),
      ]);
      return asModule(Object.fromEntries(all));
    },
  };
}

/** What each refusal says: what happened and what to do next are its own, what was kept and where to go are shared. */
function refusalsIn(root, said) {
  const advice = Object.entries(catalogueOf(root, 'error-advice'));
  return Object.fromEntries(
    advice
      .filter(([code]) => Object.hasOwn(said, `${code}.happened`))
      .flatMap(([code, { kept, where }]) => [
        [`error.${code}.happened`, said[`${code}.happened`]],
        [`error.${code}.kept`, said[`kept.${kept}`]],
        [`error.${code}.next`, said[`${code}.next`]],
        [`error.${code}.where`, said[`where.${where}`]],
      ]),
  );
}

function inPseudo(catalogue) {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, message]) => [key, inPseudoLanguage(message)]),
  );
}

function compiled(root, name, language, fallback) {
  const { [language]: about } = languagesOf(root);
  const readings = about.readings ? catalogueOf(root, `${language}-readings`) : null;
  return Object.fromEntries(
    Object.entries(catalogueOf(root, name, fallback)).map(([key, message]) => [
      key,
      compileMessage(readings === null ? message : withReadings(message, readings), about.tag),
    ]),
  );
}

/** A language over another one may leave a whole catalogue to it. */
function overlaid(languages, language) {
  return languages[language].over === undefined ? undefined : {};
}

function loadersOf(languages) {
  const loaders = languages.map((one) => `${JSON.stringify(one)}: () => import('${prefix}whole-${one}')`);
  return `export const whole = { ${loaders.join(', ')} };`;
}

/** As text that is parsed when it is needed: quicker than an object literal of this size. */
function asModule(value) {
  return `export const sentences = JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
}

function only(catalogue, keys) {
  return Object.fromEntries(keys.map((key) => [key, catalogue[key]]));
}

function without(catalogue, keys) {
  const left = new Set(keys);
  return Object.fromEntries(Object.entries(catalogue).filter(([key]) => !left.has(key)));
}
