// Sentences that stand in the program: found in its syntax tree, so that neither comments nor names of things are taken for one.
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from '@swc/core';
import { sourcesIn } from './message-keys.mjs';

/** What somebody reads or hears of an element besides its content. */
const spokenAttributes =
  /^(alt|label|placeholder|title|aria-(description|label|placeholder|roledescription|valuetext))$/;
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const word = /\p{L}{2,}/u;

/** Where words may stand in the source, and why. */
const exempt = new Map([
  [
    'renderer/app/failure-boundary.tsx',
    'stands outside of everything that may have failed, the languages included',
  ],
  ['renderer/ui/name-mark.tsx', 'the name itself, in both scripts'],
  ['renderer/features/check/typed-date.ts', 'reads what people type: names of eras'],
  ['renderer/app/japan-time.ts', 'writes dates as each language does'],
  ['main/electron/face-settings.ts', 'the name itself'],
]);
/** Tables by which people are found, whatever way their names are typed. */
const tables = /^main\/agent\/people\//;
/** Terms that are the same in every language. */
const terms = new Set(['SHA-256 (base64url)']);

/** The sentences in the sources of the window and of whoever answers it, a line each. */
export function hardCodedSentences(root) {
  return [
    ...['renderer', 'preload/bridge.ts'].flatMap((path) => windowSentences(root, path)),
    ...['main/agent', 'main/electron', 'main/socket'].flatMap((path) => agentSentences(root, path)),
  ];
}

function windowSentences(root, folder) {
  return sourcesOf(root, folder)
    .filter((path) => !/^renderer\/gallery\//.test(path) && !exempt.has(path))
    .flatMap((path) => found(root, path, windowFindings));
}

/** The agent sends codes. What it has to say itself (names of settings, of places) it has in both languages, side by side. */
function agentSentences(root, folder) {
  return sourcesOf(root, folder)
    .filter((path) => !tables.test(path) && !exempt.has(path))
    .flatMap((path) => found(root, path, agentFindings));
}

function sourcesOf(root, path) {
  const files = path.endsWith('.ts') ? [join(root, path)] : sourcesIn(join(root, path));
  return files.map((file) => relative(root, file).split(sep).join('/'));
}

function found(root, path, findings) {
  const source = readFileSync(join(root, path), 'utf8');
  if (findings === agentFindings && !japanese.test(source)) return [];
  const tree = parseSync(source, { syntax: 'typescript', tsx: path.endsWith('.tsx'), target: 'es2022' });
  const texts = findings(tree).filter((text) => !terms.has(text));
  return texts.map((text) => `${path}: hard-coded: ${text.trim().replaceAll(/\s+/g, ' ')}`);
}

/** Words of a sentence in JSX: between tags, in an attribute that is spoken, or as what an expression there comes to. */
export function windowFindings(tree) {
  const texts = [];
  walk(tree, (node) => {
    if (isCode(node)) return false;
    if (node.type === 'JSXText' && word.test(node.value)) texts.push(node.value);
    if (node.type === 'JSXAttribute' && spokenAttributes.test(attributeName(node))) {
      texts.push(...literalsOf(node.value).filter((text) => word.test(text)));
    }
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      const expressions = node.children.filter(({ type }) => type === 'JSXExpressionContainer');
      texts.push(...expressions.flatMap(literalsOf).filter((text) => word.test(text)));
    }
    if (isLiteral(node) && japanese.test(textOf(node))) texts.push(textOf(node));
    return true;
  });
  return [...new Set(texts)];
}

/** Japanese of which no translation stands beside it. */
export function agentFindings(tree) {
  const texts = [];
  const visit = (node) => {
    if (Array.isArray(node)) for (const each of node) visit(each);
    else if (typeof node === 'object' && node !== null) {
      if (node.type === 'ObjectExpression' && ['ja', 'en'].every((name) => hasProperty(node, name))) return;
      if (isLiteral(node) && japanese.test(textOf(node))) texts.push(textOf(node));
      else for (const each of Object.values(node)) visit(each);
    }
  };
  visit(tree);
  return texts;
}

function hasProperty({ properties }, name) {
  return properties.some((property) => property.key?.value === name);
}

function attributeName({ name }) {
  return name.type === 'Identifier' ? name.value : '';
}

/** What an expression may come to as it stands there: itself, or the branches of a choice. Calls and members are data. */
function literalsOf(node) {
  if (node === null || node === undefined) return [];
  if (isLiteral(node)) return [textOf(node)];
  switch (node.type) {
    case 'JSXExpressionContainer':
    case 'ParenthesisExpression':
      return literalsOf(node.expression);
    case 'ConditionalExpression':
      return [...literalsOf(node.consequent), ...literalsOf(node.alternate)];
    case 'BinaryExpression':
      return ['&&', '||', '??', '+'].includes(node.operator)
        ? [...(node.operator === '&&' ? [] : literalsOf(node.left)), ...literalsOf(node.right)]
        : [];
    default:
      return [];
  }
}

/** What is typed into a machine is the same in every language. */
function isCode({ type, opening }) {
  return type === 'JSXElement' && ['code', 'kbd', 'samp'].includes(opening.name.value);
}

function isLiteral({ type }) {
  return type === 'StringLiteral' || type === 'TemplateLiteral';
}

function textOf(node) {
  return node.type === 'StringLiteral' ? node.value : node.quasis.map(({ cooked }) => cooked ?? '').join('');
}

/** Goes through a tree, past whatever `visit` answers with false. */
function walk(node, visit) {
  if (Array.isArray(node)) for (const each of node) walk(each, visit);
  else if (typeof node === 'object' && node !== null) {
    if (typeof node.type === 'string' && visit(node) === false) return;
    for (const each of Object.values(node)) walk(each, visit);
  }
}
