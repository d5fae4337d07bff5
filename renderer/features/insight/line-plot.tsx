import { PlotFrame, PlotName } from './plot-frame.tsx';
import { between, pointsAlong, tenfoldTicks } from './plot-scale.ts';

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

const sheet = { width: 640, height: 280, room: { top: 32, right: 110, bottom: 34, left: 56 } };
const { width, height, room } = sheet;
/** A logarithmic scale has no zero. */
const leastShown = 0.1;

/** Lines over days on a logarithmic scale, each told by its stroke and its name at its end, never by colour alone. */
export function LinePlot({ label, unit, names, nameEvery, lines }: Properties) {
  const across = pointsAlong(names.length, room.left, width - room.right);
  const given = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = Math.max(10, ...given);
  const least = Math.min(most / 10, ...given.map((value) => Math.max(leastShown, value)));
  const ticks = tenfoldTicks(least, most);
  const upright = between(
    [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)],
    [height - room.bottom, room.top],
  );
  const up = (value: number) => upright(Math.log10(Math.max(leastShown, value)));
  const ends = spread(
    lines.map(({ values }) => {
      const last = values.findLast((value) => value !== null);
      return last === undefined || last === null ? null : up(last);
    }),
  );
  return (
    <PlotFrame sheet={sheet} label={label} unit={unit} ticks={ticks} up={up}>
      {names.map(
        (name, index) =>
          index % nameEvery === 0 && <PlotName key={name} sheet={sheet} x={across[index] ?? 0} name={name} />,
      )}
      {lines.map(({ name, values, dashed }, index) => {
        const points = values.flatMap((value, at): (readonly [number, number])[] =>
          value === null ? [] : [[across[at] ?? 0, up(value)]],
        );
        return (
          <g key={name} className={dashed ? 'plot-line-dashed' : 'plot-line-plain'}>
            <path
              className="plot-line"
              d={points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x},${y}`).join('')}
            />
            {points.map(([x, y]) => (
              <circle key={x} className="plot-dot" cx={x} cy={y} r={3.5} />
            ))}
            <text className="plot-value" x={width - room.right + 10} y={ends[index] ?? 0} dy="0.35em">
              {name}
            </text>
          </g>
        );
      })}
    </PlotFrame>
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
