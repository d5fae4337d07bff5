import { describe, expect, it } from 'vitest';
import {
  type BurstRule,
  createKeyBurst,
  type KeyStroke,
} from '../../../renderer/features/scanner/key-burst.ts';

const usual: BurstRule = { maximumGapMs: 35, terminator: 'enter' };

function stroke(key: string, at: number, more: Partial<KeyStroke> = {}): KeyStroke {
  const code = /^[0-9]$/.test(key) ? `Digit${key}` : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  return { key, code, at, repeat: false, chord: false, ...more };
}

/** Presses keys, each `gap` after the one before; what became of each, and what was read by the end. */
function fire(
  keys: readonly string[],
  gap: number | readonly number[],
  rule: BurstRule = usual,
  more: Partial<KeyStroke> = {},
) {
  const burst = createKeyBurst(rule);
  let at = 1000;
  const verdicts = keys.map((key, index) => {
    at += typeof gap === 'number' ? gap : (gap[index] ?? 0);
    return burst.press(stroke(key, at, more));
  });
  return { verdicts: verdicts.join(' '), read: burst.finished(at + 1000), burst, at };
}

const scan = [...'20240001', 'Enter'];

describe('a scanner and a person', () => {
  it('are told apart by speed: the first five keys reach the field, which then is given back', () => {
    const { verdicts, read } = fire(scan, 8);
    expect(verdicts).toBe('begin type type type type take take take end');
    expect(read).toEqual({ text: '20240001', ending: 'terminator' });
  });

  it.each([1, 5, 16, 30, 35])('%i ms between keys is a scanner', (gap) => {
    expect(fire(scan, gap).read?.text).toBe('20240001');
  });

  it.each([36, 60, 120, 300])('%i ms between keys is a person, whose Enter stays theirs', (gap) => {
    const { verdicts, read } = fire(scan, gap);
    expect(verdicts).toBe(`${Array(8).fill('begin').join(' ')} type`);
    expect(read).toBe(null);
  });

  it('does not take a person’s fast roll of a few keys for a scanner', () => {
    expect(fire([...'satou', ' '], [100, 20, 25, 15, 30, 90]).read).toBe(null);
    expect(fire([...'abc', 'Enter'], 10).verdicts).toBe('begin type type type');
  });

  it('takes four keys and its last key at a scanner’s speed', () => {
    const { verdicts, read } = fire([...'1234', 'Enter'], 10);
    expect(verdicts).toBe('begin type type type end');
    expect(read).toEqual({ text: '1234', ending: 'terminator' });
  });

  it('leaves a key that is held down alone: it repeats every 30 ms', () => {
    const { verdicts, read } = fire(Array(20).fill('a'), 30, usual, { repeat: true });
    expect(verdicts).toBe(Array(20).fill('type').join(' '));
    expect(read).toBe(null);
  });

  it('leaves shortcuts alone', () => {
    expect(fire([...'cvcvcvcv'], 5, usual, { chord: true }).read).toBe(null);
  });

  it('begins anew with a scan that follows what a person typed', () => {
    const { verdicts, read } = fire([...'sa', ...scan], [200, 200, 500, ...Array(8).fill(8)]);
    expect(verdicts).toBe('begin begin begin type type type type take take take end');
    expect(read?.text).toBe('20240001');
  });
});

describe('what a scanner sends', () => {
  it('is read with its capitals, which come with a Shift before each', () => {
    const { read } = fire([...'A2024000', 'Shift', 'B', 'Enter'], 6);
    expect(read?.text).toBe('A2024000B');
  });

  it('is read by the keys’ places while an input method composes and calls every key Process', () => {
    const burst = createKeyBurst(usual);
    const codes = ['KeyA', ...[...'20240001'].map((digit) => `Digit${digit}`), 'Numpad7', 'Enter'];
    codes.forEach((code, index) => {
      burst.press({ key: 'Process', code, at: 1000 + index * 9, repeat: false, chord: false });
    });
    expect(burst.finished(2000)).toEqual({ text: 'A202400017', ending: 'terminator' });
  });

  it('is cut off when nothing more comes', () => {
    const { burst, at } = fire([...'2024000'], 8);
    expect(createKeyBurst(usual).finished(99_999)).toBe(null);
    expect(burst.finished(at)).toBe(null);
    const again = fire([...'2024000'], 8).read;
    expect(again).toEqual({ text: '2024000', ending: 'pause' });
  });

  it('is told once', () => {
    const { burst } = fire(scan, 8);
    expect(burst.finished(5000)).toBe(null);
  });

  it('is not lost when a person types on before it was looked for', () => {
    const burst = createKeyBurst(usual);
    [...'2024000'].forEach((key, index) => {
      burst.press(stroke(key, 1000 + index * 8));
    });
    expect(burst.press(stroke('x', 3000))).toBe('begin');
    expect(burst.finished(3000)).toEqual({ text: '2024000', ending: 'pause' });
  });

  it('may hesitate in its middle once it is known for one', () => {
    const { read } = fire(scan, [8, 8, 8, 8, 8, 8, 90, 8, 100]);
    expect(read).toEqual({ text: '20240001', ending: 'terminator' });
  });

  it('ends with the key that the setting names, and with none where it says so', () => {
    expect(fire([...'20240001', 'Tab'], 8, { ...usual, terminator: 'tab' }).read?.ending).toBe('terminator');
    expect(fire([...'20240001', 'Tab'], 8).verdicts.endsWith('take')).toBe(true);
    expect(fire([...'20240001'], 8, { ...usual, terminator: 'none' }).read).toEqual({
      text: '20240001',
      ending: 'pause',
    });
  });

  it('is bounded: a scanner that runs wild is swallowed to its end', () => {
    const { verdicts, read } = fire(Array(5000).fill('9'), 2);
    expect(read?.text.length).toBe(256);
    expect(verdicts.split(' ').filter((one) => one === 'take').length).toBe(4995);
  });

  it('may press other keys among them, which go nowhere', () => {
    const { verdicts, read } = fire([...'202400', 'F8', '0', '1', 'Enter'], 8);
    expect(verdicts).toBe('begin type type type type take take take take end');
    expect(read?.text).toBe('20240001');
  });
});
