import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Progress, quarterOf } from '../../../renderer/ui/progress.tsx';

const bar = (properties: Partial<Parameters<typeof Progress>[0]>) =>
  /<progress[^>]*>/.exec(
    renderToStaticMarkup(createElement(Progress, { label: 'Removing files', done: null, ...properties })),
  )?.[0] ?? '';

describe('the bar of long work', () => {
  it('says in words how far it is and how long it takes, to whoever cannot see it', () => {
    const said = bar({ done: { value: 30, of: 120 }, detail: '30 of 120', remaining: 'About 20 s left' });
    expect(said).toContain('aria-valuetext="30 of 120, About 20 s left"');
    expect(said).toContain('value="30"');
    expect(said).toContain('max="120"');
  });

  it('has no value while nobody knows how much there is, and never more than all', () => {
    expect(bar({ done: null })).not.toMatch(/value/);
    expect(bar({ done: { value: 130, of: 120 } })).toContain('value="120"');
  });

  it('is told by quarters, and by nothing while nobody knows', () => {
    const at = (value: number) => quarterOf({ value, of: 1000 });
    expect([0, 249, 250, 499, 500, 750, 999, 1000, 2000].map(at)).toEqual([0, 0, 1, 1, 2, 3, 3, 4, 4]);
    expect([quarterOf(null), quarterOf({ value: 0, of: 0 })]).toEqual([0, 0]);
  });
});
