import { element, type XmlElement } from '../kiosk/xml-element.ts';

export interface ChartRow {
  readonly label: string;
  /** How many, each drawn in the manner of its kind, one after the other. */
  readonly parts: readonly { readonly kind: 'fail' | 'warn' | 'plain'; readonly count: number }[];
  /** Said beside the bar, so that nothing depends on seeing it. */
  readonly note: string;
}

const rowHeight = 28;
const barHeight = 16;
const [labelWidth, barWidth, noteWidth] = [260, 320, 220];

/**
 * A bar for each row as SVG 1.1, as long as its share of `whole`. What there is at all is seen: no part is narrower than two
 * pixels. Failing parts are full and warning ones hatched, so colour alone says nothing.
 */
export function barChart(title: string, rows: readonly ChartRow[], whole: number): XmlElement {
  const width = labelWidth + barWidth + noteWidth;
  const height = rows.length * rowHeight;
  const long = (count: number) => (count === 0 ? 0 : Math.max(2, (count / Math.max(1, whole)) * barWidth));
  const bars = rows.flatMap(({ label, parts, note }, index) => {
    const top = index * rowHeight;
    const middle = `${top + rowHeight / 2}`;
    let left = labelWidth;
    const drawn = parts.flatMap(({ kind, count }) => {
      if (count === 0) return [];
      const x = left;
      left += long(count);
      const place = { x: x.toFixed(1), y: `${top + (rowHeight - barHeight) / 2}` };
      return [
        element('rect', { ...place, width: long(count).toFixed(1), height: `${barHeight}`, class: kind }),
      ];
    });
    const words = { y: middle, 'dominant-baseline': 'central' };
    return [
      element('text', { ...words, x: `${labelWidth - 10}`, 'text-anchor': 'end' }, label),
      ...drawn,
      element('text', { ...words, x: `${left + 8}` }, note),
    ];
  });
  return element(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      width: `${width}`,
      height: `${height}`,
      role: 'img',
      'aria-label': `${title}: ${rows.map(({ label, note }) => `${label} ${note}`).join('; ')}`,
    },
    element(
      'defs',
      {},
      element(
        'pattern',
        {
          id: 'hatch',
          width: '6',
          height: '6',
          patternUnits: 'userSpaceOnUse',
          patternTransform: 'rotate(45)',
        },
        element('rect', { width: '6', height: '6', class: 'hatch-ground' }),
        element('rect', { width: '3', height: '6', class: 'hatch-line' }),
      ),
    ),
    ...bars,
  );
}
