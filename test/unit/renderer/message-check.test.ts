import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageProblems } from '../../../.build/message-check.mjs';
import { messages } from '../../../.build/messages.mjs';

const checkout = join(import.meta.dirname, '..', '..', '..');
const catalogues = join('preload', 'contract', 'messages');

describe('what is said', () => {
  it('is in a catalogue, whole and equal in each language, and said by somebody', () => {
    expect(messageProblems(checkout)).toEqual([]);
  });
});

describe('a build', () => {
  let root: string;
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const catalogue = (name: string, sentences: Readonly<Record<string, unknown>>) =>
    write(join(catalogues, `${name}.json`), JSON.stringify(sentences));
  const screen = (jsx: string) =>
    write('renderer/index.tsx', `export const Screen = () => <p title={text('a.b', 'a.c')}>${jsx}</p>;`);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'madoguchi-messages-'));
    for (const folder of ['main/agent', 'main/electron', 'main/socket', catalogues]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    write('preload/bridge.ts', '');
    catalogue('languages', {
      ja: { name: '日本語', tag: 'ja', content: 'ja' },
      en: { name: 'English', tag: 'en', content: 'en' },
    });
    catalogue('ja', { 'a.b': '{count}件', 'a.c': 'はい' });
    catalogue('en', { 'a.b': '{count, plural, one {# case} other {# cases}}', 'a.c': 'Yes' });
    screen('');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('passes where nothing is wrong', () => {
    expect(messageProblems(root)).toEqual([]);
  });

  it.each([
    [
      'a sentence that one language lacks',
      () => catalogue('en', { 'a.b': '{count}' }),
      'en.json: a.c is missing',
    ],
    [
      'a sentence that only a translation has',
      () => catalogue('en', { 'a.b': '{count}', 'a.c': 'Yes', 'a.d': 'No' }),
      'en.json: a.d has nothing to translate',
    ],
    [
      'another value than the translation',
      () => catalogue('en', { 'a.b': '{number}', 'a.c': 'Yes' }),
      'en.json: a.b asks for {number}, its translation for {count}',
    ],
    ['ICU that is none', () => catalogue('en', { 'a.b': '{count, plural', 'a.c': 'Yes' }), 'en.json: a.b: '],
    ['nothing said', () => catalogue('en', { 'a.b': '{count}', 'a.c': ' ' }), 'en.json: a.c is empty'],
    [
      'a sentence that nobody says',
      () => {
        catalogue('ja', { 'a.b': '{count}件', 'a.c': 'はい', 'a.d': 'いいえ' });
        catalogue('en', { 'a.b': '{count}', 'a.c': 'Yes', 'a.d': 'No' });
      },
      'ja.json: nobody says a.d',
    ],
    [
      'a sentence that no catalogue has',
      () => screen("{text('a.e')}"),
      'renderer/index.tsx: no catalogue has a.e',
    ],
    ['words between tags', () => screen('Touch your key'), 'renderer/index.tsx: hard-coded: Touch your key'],
    ['words in a choice', () => screen("{ready ? 'Ready' : text('a.c')}"), 'hard-coded: Ready'],
    ['words of an attribute', () => screen('<input placeholder="Name" />'), 'hard-coded: Name'],
    ['Japanese anywhere', () => screen("{label(ok ? text('a.c') : '窓口')}"), 'hard-coded: 窓口'],
    [
      'an answer of the agent in one language',
      () => write('main/agent/answer.ts', "export const answer = { ja: '確認', message: '確認できません' };"),
      'main/agent/answer.ts: hard-coded: 確認',
    ],
  ])('ends at %s', (_, break_, problem) => {
    break_();
    expect(messageProblems(root).join('\n')).toContain(problem);
  });

  it('leaves commands, names of things and what is there in both languages alone', () => {
    screen('<code>madoguchi doctor</code><i className="Big" data-state="Ready" aria-hidden="true" />');
    write('main/agent/answer.ts', "export const title = { ja: '状態', en: 'State' };");
    expect(messageProblems(root)).toEqual([]);
  });

  it('takes one more language as one more line and its file', () => {
    cpSync(join(checkout, catalogues), join(root, catalogues), { recursive: true });
    const read = (name: string) => JSON.parse(readFileSync(join(root, catalogues, `${name}.json`), 'utf8'));
    const languages = read('languages');
    catalogue('languages', { ...languages, ko: { name: '한국어', tag: 'ko', content: 'en' } });
    expect(messageProblems(root).filter((problem) => problem.endsWith('is missing'))).toContain(
      'ko.json is missing',
    );
    const families = ['', 'check-', 'decide-', 'doctor-', 'error-', 'guide-', 'oversight-', 'speed-'];
    for (const family of families) catalogue(`${family}ko`, { ...read(`${family}en`) });
    catalogue('ko', { ...read('en'), 'lock.heading': '로그인' });
    const plugin = messages(root);
    const load = plugin.load as (id: string) => string;
    const sentences = (id: string) =>
      JSON.parse(JSON.parse(/JSON\.parse\((.*)\)/s.exec(load(`\0virtual:messages/${id}`))?.[1] ?? ''));
    expect(sentences('whole-ko')['lock.heading']).toBe('로그인');
    expect(Object.keys(sentences('guide'))).toContain('ko');
    expect(load('\0virtual:messages/whole')).toContain('whole-ko');
  });
});
