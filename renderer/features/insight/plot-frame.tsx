import type { ReactNode } from 'react';

/** The sheet that a plot is drawn on: its size, and what is left free around it, in units of the drawing. */
export interface PlotSheet {
  readonly width: number;
  readonly height: number;
  readonly room: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
}

interface Properties {
  readonly sheet: PlotSheet;
  /** What the plot shows, for those who don't see it. */
  readonly label: string;
  /** Stands above the numbers of the scale. */
  readonly unit: string;
  readonly ticks: readonly number[];
  /** Where a number of the scale lies. */
  readonly up: (tick: number) => number;
  readonly children: ReactNode;
}

/** The scale of a plot: a line across for each tick, its number beside it, and the unit above. */
export function PlotFrame({ sheet, label, unit, ticks, up, children }: Properties) {
  const { width, height, room } = sheet;
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
      {children}
    </svg>
  );
}

/** A name below the plot, centred at `x`. */
export function PlotName({
  sheet,
  x,
  name,
}: {
  readonly sheet: PlotSheet;
  readonly x: number;
  readonly name: string;
}) {
  return (
    <text className="plot-text" x={x} y={sheet.height - sheet.room.bottom + 20} textAnchor="middle">
      {name}
    </text>
  );
}
