import { scaleBand, scaleLinear } from 'd3-scale';

interface Properties {
  readonly label: string;
  readonly unit: string;
  readonly columns: readonly { readonly name: string; readonly value: number }[];
  /** Every how manieth column has its name below it. */
  readonly nameEvery?: number;
}

const width = 640;
const height = 260;
const room = { top: 32, right: 8, bottom: 34, left: 44 };

/** Standing columns over a line of whole numbers. */
export function ColumnPlot({ label, unit, columns, nameEvery = 1 }: Properties) {
  const across = scaleBand(
    columns.map(({ name }) => name),
    [room.left, width - room.right],
  ).padding(0.25);
  const most = Math.max(1, ...columns.map(({ value }) => value));
  const up = scaleLinear([0, most], [height - room.bottom, room.top]).nice();
  const ticks = up.ticks(4).filter(Number.isInteger);
  return (
    <svg className="plot-svg" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="plot-grid" x1={room.left} x2={width - room.right} y1={up(tick)} y2={up(tick)} />
          <text className="plot-text" x={room.left - 8} y={up(tick)} dy="0.35em" textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      <text className="plot-text" x={0} y={13}>
        {unit}
      </text>
      {columns.map(({ name, value }, index) => {
        const left = across(name) ?? 0;
        return (
          <g key={name}>
            {value > 0 && (
              <rect
                className="plot-bar"
                x={left}
                y={up(value)}
                width={across.bandwidth()}
                height={height - room.bottom - up(value)}
              />
            )}
            {index % nameEvery === 0 && (
              <text
                className="plot-text"
                x={left + across.bandwidth() / 2}
                y={height - room.bottom + 20}
                textAnchor="middle"
              >
                {name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
