// What must not reach a window: sentences that one language lacks, that nobody says, that ask for other values than their
// translation, or that stand in the program instead of a catalogue. The build ends with the list; a test has it too.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileMessage, placesOf } from './compile-message.mjs';
import { hardCodedSentences } from './hard-coded-sentences.mjs';
import { keysUsedBy, sourcesIn } from './message-keys.mjs';
import { catalogueOf, languagesOf, opening } from './messages.mjs';

/**
 * Their keys are made of what the agent answers; tests of their own know what that may be (`refusal-words.test.ts`,
 * `judgements.test.ts`).
 */
const namedByAnswers = ['error', 'doctor'];

/** Everything that is wrong with the catalogues under `root` and with those who speak, a line each. */
export function messageProblems(root) {
  return [
    ...familiesOf(root).flatMap((family) => familyProblems(root, family)),
    ...unusedKeys(root),
    ...unknownKeys(root),
    ...hardCodedSentences(root),
  ];
}

/** Ends the build where there are any. */
export function messageCheck(root) {
  return {
    name: 'message-check',
    buildStart() {
      const problems = messageProblems(root);
      if (problems.length > 0) this.error(`\n${problems.join('\n')}\n`);
    },
  };
}

/** The catalogues by what stands before the language in their names: `guide` of `guide-ja.json`, `''` of `ja.json`. */
function familiesOf(root) {
  return readdirSync(join(root, 'preload', 'contract', 'messages'))
    .filter((name) => name === `${opening}.json` || name.endsWith(`-${opening}.json`))
    .filter((name) => !Object.keys(languagesOf(root)).some((one) => one !== opening && isOf(name, one)))
    .map((name) => name.slice(0, -`${opening}.json`.length).replace(/-$/, ''));
}

const isOf = (name, language) => name === `${language}.json` || name.endsWith(`-${language}.json`);
const fileOf = (family, language) => (family === '' ? language : `${family}-${language}`);

function familyProblems(root, family) {
  const languages = Object.entries(languagesOf(root));
  const model = catalogueOf(root, fileOf(family, opening));
  return languages.flatMap(([language, { tag, over }]) => {
    const name = fileOf(family, language);
    const own = catalogueOf(root, name, over === undefined ? null : {});
    if (own === null) return [`${name}.json is missing`];
    const absent = over === undefined ? Object.keys(model).filter((key) => !Object.hasOwn(own, key)) : [];
    return [
      ...absent.map((key) => `${name}.json: ${key} is missing`),
      ...Object.entries(own).flatMap(([key, message]) =>
        sentenceProblems(name, key, message, model[key], tag),
      ),
    ];
  });
}

function sentenceProblems(name, key, message, model, tag) {
  const at = `${name}.json: ${key}`;
  if (model === undefined) return [`${at} has nothing to translate in ${opening}`];
  if (message.trim() === '') return [`${at} is empty`];
  try {
    compileMessage(message, tag);
  } catch (error) {
    return [`${at}: ${error.message}`];
  }
  const [places, expected] = [placesOf(message, tag), placesOf(model, opening)].map(String);
  return places === expected ? [] : [`${at} asks for {${places}}, its translation for {${expected}}`];
}

function unusedKeys(root) {
  const catalogues = familiesOf(root)
    .filter((family) => !namedByAnswers.includes(family))
    .map((family) => fileOf(family, opening))
    .map((name) => [name, Object.keys(catalogueOf(root, name))]);
  const sources = ['renderer', 'main', 'preload'].flatMap((folder) => sourcesIn(join(root, folder)));
  const keys = new Set(catalogues.flatMap(([, own]) => own));
  const used = new Set(keysUsedBy(sources, [...keys]));
  return catalogues.flatMap(([name, own]) =>
    own.filter((key) => !used.has(key)).map((key) => `${name}.json: nobody says ${key}`),
  );
}

/** How a screen asks for a sentence by its own name. Types know it too; a build does not read types. */
const asked = /\b(?:text|say|speak)\(\s*'([^'.]+\.[^']+)'/g;

function unknownKeys(root) {
  const known = new Set(
    familiesOf(root).flatMap((family) => Object.keys(catalogueOf(root, fileOf(family, opening)))),
  );
  return (
    sourcesIn(join(root, 'renderer'))
      // Its samples are its own.
      .filter((path) => !path.startsWith(join(root, 'renderer', 'gallery')))
      .flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(asked)]
          .filter(([, key]) => !known.has(key))
          .map(([, key]) => `${relative(root, path)}: no catalogue has ${key}`),
      )
  );
}
