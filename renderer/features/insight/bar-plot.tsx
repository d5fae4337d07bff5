interface Properties {
  readonly label: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

/** Lying bars, one a row, each with its name before it, however long that is, and its number at its end. */
export function BarPlot({ label, bars }: Properties) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <div className="bar-plot" role="img" aria-label={label}>
      {bars.map(({ name, value }) => (
        <div key={name} className="bar-plot-row">
          <span className="bar-plot-name">{name}</span>
          <span className="bar-plot-lane">
            <svg
              className="bar-plot-bar"
              aria-hidden="true"
              style={{ flexGrow: value / most }}
              viewBox="0 0 1 1"
              preserveAspectRatio="none"
            >
              <rect className="plot-bar" width={1} height={1} />
            </svg>
            <span className="bar-plot-value">{value}</span>
            <span style={{ flexGrow: 1 - value / most }} />
          </span>
        </div>
      ))}
    </div>
  );
}
