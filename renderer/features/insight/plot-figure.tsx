import { type ReactNode, useId } from 'react';
import { useOversightText } from '../oversight/oversight-text.ts';

export interface PlotRow {
  readonly name: string;
  /** As they are read, one per column of numbers. */
  readonly values: readonly string[];
}

interface Properties {
  readonly testId: string;
  readonly title: string;
  readonly note?: string | undefined;
  /** Heads of the table: what rows are called, then one per column of numbers. */
  readonly heads: readonly string[];
  readonly rows: readonly PlotRow[];
  readonly children: ReactNode;
}

/** A plot with its title, and the same numbers as a table for whoever cannot see it or wants them exactly. */
export function PlotFigure({ testId, title, note, heads, rows, children }: Properties) {
  const say = useOversightText();
  const id = useId();
  return (
    <figure className="card plot" aria-labelledby={id} data-testid={testId}>
      <figcaption>
        <h2 className="card-title" id={id}>
          {title}
        </h2>
        {note !== undefined && <p className="plot-note">{note}</p>}
      </figcaption>
      {children}
      <details>
        <summary>{say('insight.as-table')}</summary>
        <table className="table">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                {row.values.map((value, index) => (
                  <td key={heads[index + 1]}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
