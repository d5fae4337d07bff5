import { scaleLog, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';

export interface PlotLine {
  readonly name: string;
  /** One a point, in the order of `names`; null leaves a gap. */
  readonly values: readonly (number | null)[];
  readonly dashed: boolean;
}

interface Properties {
  readonly label: string;
  readonly unit: string;
  readonly names: readonly string[];
  readonly nameEvery: number;
  readonly lines: readonly PlotLine[];
}

const width = 640;
const height = 280;
const room = { top: 32, right: 110, bottom: 34, left: 56 };

/** Lines over days on a logarithmic scale, each told by its stroke and its name at its end, never by colour alone. */
export function LinePlot({ label, unit, names, nameEvery, lines }: Properties) {
  const across = scalePoint([...names], [room.left, width - room.right]).padding(0.5);
  const given = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = Math.max(10, ...given);
  const least = Math.min(most / 10, ...given.map((value) => Math.max(0.1, value)));
  const up = scaleLog([least, most], [height - room.bottom, room.top])
    .clamp(true)
    .nice();
  const ticks = up.ticks(3).filter((tick) => Number.isInteger(Math.log10(tick)));
  const path = line<readonly [number, number]>(
    ([x]) => x,
    ([, y]) => y,
  );
  const ends = spread(
    lines.map(({ values }) => {
      const last = values.findLast((value) => value !== null);
      return last === undefined || last === null ? null : up(last);
    }),
  );
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
      {names.map(
        (name, index) =>
          index % nameEvery === 0 && (
            <text
              key={name}
              className="plot-text"
              x={across(name)}
              y={height - room.bottom + 20}
              textAnchor="middle"
            >
              {name}
            </text>
          ),
      )}
      {lines.map(({ name, values, dashed }, index) => {
        const points = values.flatMap((value, at): (readonly [number, number])[] =>
          value === null ? [] : [[across(names[at] ?? '') ?? 0, up(Math.max(0.1, value))]],
        );
        return (
          <g key={name} className={dashed ? 'plot-line-dashed' : 'plot-line-plain'}>
            <path className="plot-line" d={path(points) ?? ''} />
            {points.map(([x, y]) => (
              <circle key={x} className="plot-dot" cx={x} cy={y} r={3.5} />
            ))}
            <text className="plot-value" x={width - room.right + 10} y={ends[index] ?? 0} dy="0.35em">
              {name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Heights of the names at the lines' ends, apart enough to be read. */
function spread(heights: readonly (number | null)[]): (number | null)[] {
  const apart = 18;
  const [first, second] = heights;
  if (first == null || second == null || Math.abs(first - second) >= apart) return [...heights];
  const middle = (first + second) / 2;
  return first > second ? [middle + apart / 2, middle - apart / 2] : [middle - apart / 2, middle + apart / 2];
}
