import { bandsAlong, between } from './plot-scale.ts';

interface Properties {
  readonly label: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

const width = 640;
const rowHeight = 34;
const nameWidth = 210;
const valueWidth = 48;

/** Lying bars, one a row, each with its number at its end. */
export function BarPlot({ label, bars }: Properties) {
  const height = Math.max(1, bars.length) * rowHeight;
  const rows = bandsAlong(bars.length, 0, height, 0.28);
  const across = between(
    [0, Math.max(1, ...bars.map(({ value }) => value))],
    [0, width - nameWidth - valueWidth],
  );
  return (
    <svg className="plot-svg" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {bars.map(({ name, value }, index) => {
        const top = rows.starts[index] ?? 0;
        const middle = top + rows.width / 2;
        return (
          <g key={name}>
            <text className="plot-text" x={nameWidth - 10} y={middle} dy="0.35em" textAnchor="end">
              {name}
            </text>
            <rect className="plot-bar" x={nameWidth} y={top} width={across(value)} height={rows.width} />
            <text className="plot-value" x={nameWidth + across(value) + 8} y={middle} dy="0.35em">
              {value}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
