import { describe, expect, it } from 'vitest';
import { type CardScanner, cardScanner } from '../../../main/agent/people/card-scanner.ts';
import { checkDigitHolds } from '../../../main/agent/people/check-digit.ts';
import { readCard } from '../../../main/agent/people/read-card.ts';

const scannerOf = (settings: Record<string, unknown>): CardScanner => cardScanner.parse(settings);
const read = (
  settings: Record<string, unknown>,
  scanned: string,
  ending: 'terminator' | 'pause' = 'terminator',
) => {
  const reading = readCard(scannerOf(settings), scanned, ending);
  return reading.kind === 'number' ? reading.number : reading.fault;
};

describe('check digits', () => {
  it.each([
    // A well-known number of its own
    ['luhn', '79927398713', true],
    ['luhn', '79927398710', false],
    // EAN-13 of the GS1 General Specifications
    ['modulus-10', '4006381333931', true],
    ['modulus-10', '4006381333930', false],
    // 8·2 + 7·3 + 6·4 + 5·5 + 4·6 + 3·7 + 2·2 + 1·3 = 138, which leaves 6: 5
    ['modulus-11', '123456785', true],
    ['modulus-11', '123456784', false],
    // 20240001 = 7 · 2891428 + 5
    ['7dr', '202400015', true],
    ['7dr', '202400016', false],
    // C, O, D, E, space, 3, 9 add up to 113, which leaves 27: R
    ['modulus-43', 'CODE 39R', true],
    ['modulus-43', 'CODE 39X', false],
    ['none', 'anything', true],
  ] as const)('%s of %s: %s', (method, data, holds) => {
    expect(checkDigitHolds(method, data, ['', ''])).toBe(holds);
  });

  it('of NW-7 counts the start and the stop letter', () => {
    // A=16, 1+2+3+4=10, B=17: 43, and 5 makes 48
    expect(checkDigitHolds('modulus-16', '12345', ['A', 'B'])).toBe(true);
    expect(checkDigitHolds('modulus-16', '12345', ['A', 'A'])).toBe(false);
    expect(checkDigitHolds('modulus-16', '12345', ['a', 'b'])).toBe(true);
  });

  it('know only their own characters', () => {
    for (const method of ['luhn', 'modulus-10', 'modulus-11', '7dr'] as const)
      for (const data of ['', '12a45', '-1', '１２３'])
        expect(checkDigitHolds(method, data, ['', ''])).toBe(false);
    expect(checkDigitHolds('modulus-43', 'あ1', ['', ''])).toBe(false);
  });

  it('find every single wrong digit', () => {
    for (const [method, data] of [
      ['luhn', '79927398713'],
      ['modulus-10', '4006381333931'],
      ['modulus-11', '123456785'],
    ] as const) {
      for (let place = 0; place < data.length; place += 1) {
        for (let other = 1; other < 10; other += 1) {
          const wrong = String((Number(data[place]) + other) % 10);
          const misread = data.slice(0, place) + wrong + data.slice(place + 1);
          // Weights modulo 11 leave two remainders to one digit.
          if (method === 'modulus-11' && checkDigitHolds(method, misread, ['', ''])) continue;
          expect([misread, checkDigitHolds(method, misread, ['', ''])]).toEqual([misread, false]);
        }
      }
    }
  });
});

describe('a card', () => {
  const full = { prefix: 'A', suffix: 'B', length: 9, checkDigit: '7dr' };
  const good = `A20240001${20240001 % 7}B`;

  it('is its number without what stands around it and without its check digit', () => {
    expect(read(full, good)).toBe('20240001');
    expect(read(full, good.toLowerCase())).toBe('20240001');
    expect(read({}, '20240001')).toBe('20240001');
    expect(read({}, ' ２０２４０００１ ')).toBe('20240001');
  });

  it('holds the person’s number where the setting says', () => {
    // Facility, number, issue
    const felica = { length: 16, number: { from: 5, length: 8 } };
    expect(read(felica, '1234202400010199')).toBe('20240001');
  });

  it('says why it says nothing', () => {
    expect(read(full, good.slice(0, -4))).toBe('cut-off');
    expect(read(full, good.slice(0, -2), 'pause')).toBe('cut-off');
    expect(read(full, `A2024000${1}B`)).toBe('too-short');
    expect(read(full, `A${good.slice(1, -1)}77B`)).toBe('too-long');
    expect(read(full, `A20240001${(20240001 + 3) % 7}B`)).toBe('check-digit');
    expect(read(full, good.replace('A', 'C'))).toBe('other-card');
    expect(read(full, 'https://example.ac.jp/x')).toBe('other-card');
    expect(read({}, '')).toBe('too-short');
    expect(read({ number: { from: 20, length: 4 } }, '20240001')).toBe('too-short');
  });

  it('was not cut off when only the last key was lost, or where the scanner presses none', () => {
    expect(read(full, good, 'pause')).toBe('20240001');
    expect(read({ terminator: 'none' }, '20240001', 'pause')).toBe('20240001');
    expect(read({}, '20240001', 'pause')).toBe('cut-off');
  });

  it('tells how many characters came', () => {
    expect(readCard(scannerOf(full), 'A2024B', 'terminator')).toEqual({
      kind: 'fault',
      fault: 'too-short',
      parameters: { expected: 9, received: 4 },
    });
  });
});
