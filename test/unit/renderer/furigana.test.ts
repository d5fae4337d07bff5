import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createElement, Fragment, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { withReadings } from '../../../preload/contract/furigana.mjs';
import { annotatedPieces, expectReadings, withoutReadings } from '../../../renderer/app/furigana-marks.ts';
import { jsx, jsxs } from '../../../renderer/app/furigana-runtime.ts';

const readings = { 入: 'い', 入口: 'いりぐち', 大学: 'だいがく', 戻: 'もど', 消え: 'きえ', 何分: 'なんぷん' };
const said = withReadings('大学の入口に入れて、戻る', readings);

describe('readings of plain Japanese', () => {
  it('stand above the kanji alone, by the longest word that fits', () => {
    expect(annotatedPieces(said)).toEqual([
      { written: '大学', reading: 'だいがく' },
      'の',
      { written: '入口', reading: 'いりぐち' },
      'に',
      { written: '入', reading: 'い' },
      'れて、',
      { written: '戻', reading: 'もど' },
      'る',
    ]);
    expect(annotatedPieces(withReadings('消えます', readings))[0]).toEqual({ written: '消', reading: 'き' });
    expect(annotatedPieces('かな')).toEqual(['かな']);
    expect(withoutReadings(said)).toBe('大学の入口に入れて、戻る');
  });

  it('leave everything else at its place, so that nothing that was typed is lost with the wording', () => {
    expectReadings();
    const kept = createElement('input');
    const children = (given: readonly unknown[]) =>
      (jsxs('p', { children: given }) as { props: { children: readonly unknown[] } }).props.children;
    for (const given of [
      [said, kept],
      ['1', said, kept, said],
      [kept, null, said],
    ]) {
      expect(children(given)).toHaveLength(given.length);
      expect(children(given).indexOf(kept)).toBe(given.indexOf(kept));
    }
  });

  it('are missing for no kanji: the build ends there', () => {
    expect(() => withReadings('大学の紙', readings)).toThrow('紙');
  });

  it('leave the places for values alone', () => {
    expect(withoutReadings(withReadings('{count}何分、{name}', readings))).toBe('{count}何分、{name}');
  });

  it('are drawn above what is read, and left out where only text can stand', () => {
    expectReadings();
    const drawn = (type: 'span' | 'input' | 'option', properties: Readonly<Record<string, unknown>>) =>
      renderToStaticMarkup(createElement('p', null, jsx(type, properties) as ReactNode));
    const ruby = '<ruby>戻<rt aria-hidden="true">もど</rt></ruby>る';
    const word = withReadings('戻る', readings);
    expect(drawn('span', { children: word })).toBe(`<p><span><span>${ruby}</span></span></p>`);
    expect(drawn('input', { placeholder: word, 'aria-label': word })).toBe(
      '<p><input placeholder="戻る" aria-label="戻る"/></p>',
    );
    expect(drawn('option', { children: word })).toBe('<p><option>戻る</option></p>');
    const together = jsxs(Fragment, { children: [word, ' ', null] }) as ReactNode;
    expect(renderToStaticMarkup(together)).toBe(`<span>${ruby} </span>`);
    const several = jsxs('span', { children: ['1', word, null] }) as ReactNode;
    expect(renderToStaticMarkup(several)).toBe(`<span><span>1${ruby}</span></span>`);
  });
});

describe('plain Japanese', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'preload', 'contract', 'messages');
  const catalogue = (name: string): Readonly<Record<string, string>> =>
    JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const plain = readdirSync(folder).filter((name) => /^(\w+-)?plain-ja\.json$/.test(name));
  const sentences = plain.flatMap((name) => Object.entries(catalogue(name.replace('.json', ''))));

  it('says every sentence that somebody reads who is not of the staff', () => {
    const own = catalogue('plain-ja');
    const families =
      /^(connection|demonstration|duration|lock|status|outcome|not-exempt|exemption|reason|role|session|launcher|site|downloads|sign-out|place|factor)\.|^held\.(lab|session|button)|^kiosk\.(aid|aids|cover|strip)\b|^wipe\.(wiping|failed|contact)/;
    const missing = Object.keys(catalogue('ja')).filter((key) => families.test(key) && !(key in own));
    expect(missing).toEqual([]);
    expect(Object.keys(catalogue('guide-plain-ja'))).toEqual(Object.keys(catalogue('guide-ja')));
  });

  it('says every refusal that a lab may show, with what it shares', () => {
    const own = catalogue('error-plain-ja');
    const advice: Readonly<Record<string, { kept: string; where: string }>> = JSON.parse(
      readFileSync(join(folder, 'error-advice.json'), 'utf8'),
    );
    const shown =
      /^(call|agent|session|lab|sign-in|guide|factor)\/|^(clock\/untrusted|policy\/missing|station\/(not-enrolled|store-unavailable|disk-full|updating)|kiosk\/aid-missing)$/;
    const staffOnly = ['session/wipe-role-refused'];
    for (const [code, { kept, where }] of Object.entries(advice)) {
      if (!shown.test(code) || staffOnly.includes(code)) continue;
      for (const key of [`${code}.happened`, `${code}.next`, `kept.${kept}`, `where.${where}`]) {
        expect(own[key], key).toBeTruthy();
      }
    }
  });

  it('is short: one thing a sentence, without honorifics beyond です and ます, without passives of politeness', () => {
    for (const [key, text] of sentences) {
      for (const sentence of text.split(/[。：]/))
        expect(sentence.length, `${key}: ${sentence}`).toBeLessThan(46);
      expect(text, key).not.toMatch(
        /ご[利確質案本希]|お[待困問越客使手]|いただ|くださいませ|ございま|いたしま|申し/,
      );
    }
  });

  it('has a reading for every kanji, and no reading that no sentence needs', () => {
    const words = catalogue('plain-ja-readings');
    for (const [, text] of sentences) withReadings(text, words);
    const all = sentences.map(([, text]) => text).join('\n');
    expect(Object.keys(words).filter((word) => !all.includes(word))).toEqual([]);
  });
});
