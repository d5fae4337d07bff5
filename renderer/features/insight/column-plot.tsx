import { PlotFrame, PlotName } from './plot-frame.tsx';
import { bandsAlong, between, wholeTicks } from './plot-scale.ts';

interface Properties {
  readonly label: string;
  readonly unit: string;
  readonly columns: readonly { readonly name: string; readonly value: number }[];
  /** Every how manieth column has its name below it. */
  readonly nameEvery?: number;
}

const sheet = { width: 640, height: 260, room: { top: 32, right: 8, bottom: 34, left: 44 } };
const { width, height, room } = sheet;

/** Standing columns over a line of whole numbers. */
export function ColumnPlot({ label, unit, columns, nameEvery = 1 }: Properties) {
  const across = bandsAlong(columns.length, room.left, width - room.right, 0.25);
  const ticks = wholeTicks(Math.max(1, ...columns.map(({ value }) => value)), 4);
  const up = between([0, ticks.at(-1) ?? 1], [height - room.bottom, room.top]);
  return (
    <PlotFrame sheet={sheet} label={label} unit={unit} ticks={ticks} up={up}>
      {columns.map(({ name, value }, index) => {
        const left = across.starts[index] ?? 0;
        return (
          <g key={name}>
            {value > 0 && (
              <rect
                className="plot-bar"
                x={left}
                y={up(value)}
                width={across.width}
                height={height - room.bottom - up(value)}
              />
            )}
            {index % nameEvery === 0 && <PlotName sheet={sheet} x={left + across.width / 2} name={name} />}
          </g>
        );
      })}
    </PlotFrame>
  );
}
