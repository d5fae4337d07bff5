import { describe, expect, it } from 'vitest';
import { hasIdeographs } from '../../../renderer/features/counter/name-letters.ts';

describe('the slices of a typeface that names need', () => {
  it.each([
    ['U+25ee8, U+4e00-4e05', true],
    ['U+9fff', true],
    ['U+3041-3096, U+5c', false],
    ['U+0-ff', false],
    ['U+3000-ffef', true],
  ])('%s', (range, has) => {
    expect(hasIdeographs(range)).toBe(has);
  });
});
