import type { Insight, InsightPart } from '../../../preload/contract/models/oversight.ts';
import { calendarDay, japanInstant } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useOversightText } from '../oversight/oversight-text.ts';
import { BarPlot } from './bar-plot.tsx';
import { ColumnPlot } from './column-plot.tsx';
import { LinePlot } from './line-plot.tsx';
import { casesByReason, daysBetween, minutesPerCase, shortName } from './plot-data.ts';
import { PlotFigure } from './plot-figure.tsx';

interface Properties {
  readonly span: Pick<Insight, 'from' | 'to'>;
  readonly part: InsightPart;
}

/** The five plots of one part; each has the same numbers as a table. */
export function InsightPlots({ span, part }: Properties) {
  const days = daysBetween(span.from, span.to);
  const nameEvery = Math.ceil(days.length / 8);
  return (
    <div className="plots">
      <Reasons part={part} />
      <Minutes part={part} />
      <Avoided part={part} days={days} nameEvery={nameEvery} />
      <Applied part={part} days={days} nameEvery={nameEvery} />
      <Depth part={part} />
    </div>
  );
}

type PartProperties = Pick<Properties, 'part'>;
type DayProperties = PartProperties & { readonly days: readonly string[]; readonly nameEvery: number };

function Reasons({ part }: PartProperties) {
  const say = useOversightText();
  const { text } = useText();
  const counts = casesByReason(part.days).map(({ reason, count }) => ({
    name: text(`visit.${reason}` as Parameters<typeof text>[0]),
    value: count,
  }));
  return (
    <PlotFigure
      testId="plot-reasons"
      title={say('insight.reasons')}
      heads={[say('shift.reason'), say('board.count')]}
      rows={counts.map(({ name, value }) => ({ name, values: [String(value)] }))}
    >
      <BarPlot label={say('insight.reasons')} bars={counts} />
    </PlotFigure>
  );
}

/** Where the bars of minutes end; the last has no end. */
const barEnds = [1, 2, 3, 5, 10, 20, 60];

function Minutes({ part }: PartProperties) {
  const say = useOversightText();
  const { bars, cases, mean } = minutesPerCase(part.days);
  const nameOf = (bar: number) => {
    const [from, to] = [barEnds[bar - 1], barEnds[bar]];
    if (from === undefined) return say('insight.bar.below', { to: to ?? 0 });
    return to === undefined ? say('insight.bar.above', { from }) : say('insight.bar.between', { from, to });
  };
  const columns = bars.map((value, bar) => ({ name: nameOf(bar), value }));
  return (
    <PlotFigure
      testId="plot-minutes"
      title={say('insight.minutes')}
      note={mean === null ? undefined : say('insight.minutes-mean', { minutes: mean.toFixed(1), cases })}
      heads={[say('shift.minutes'), say('board.count')]}
      rows={columns.map(({ name, value }) => ({ name, values: [String(value)] }))}
    >
      <BarPlot label={say('insight.minutes')} bars={columns} />
    </PlotFigure>
  );
}

function Avoided({ part, days, nameEvery }: DayProperties) {
  const say = useOversightText();
  const columns = days.map((day) => ({
    name: shortName(day),
    value: part.days.find((tally) => tally.day === day)?.avoided ?? 0,
  }));
  const count = columns.reduce((sum, { value }) => sum + value, 0);
  return (
    <PlotFigure
      testId="plot-avoided"
      title={say('insight.avoided')}
      note={say('insight.avoided-sum', { count })}
      heads={[say('insight.axis.day'), say('board.count')]}
      rows={columns.map(({ name, value }) => ({ name, values: [String(value)] }))}
    >
      <ColumnPlot
        label={say('insight.avoided')}
        unit={say('insight.axis.cases')}
        columns={columns}
        nameEvery={nameEvery}
      />
    </PlotFigure>
  );
}

function Applied({ part, days, nameEvery }: DayProperties) {
  const say = useOversightText();
  const of = (day: string) => part.applied.find((one) => one.day === day);
  const lines = (['p50', 'p95'] as const).map((which) => ({
    name: say(`insight.applied-${which}`),
    values: days.map((day) => of(day)?.[which] ?? null),
    dashed: which === 'p95',
  }));
  const seconds = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : say('insight.seconds', { seconds: value.toFixed(1) });
  return (
    <PlotFigure
      testId="plot-applied"
      title={say('insight.applied')}
      heads={[say('insight.axis.day'), ...lines.map(({ name }) => name), say('board.count')]}
      rows={part.applied.map(({ day, p50, p95, count }) => ({
        name: shortName(day),
        values: [seconds(p50), seconds(p95), String(count)],
      }))}
    >
      <LinePlot
        label={say('insight.applied')}
        unit={say('insight.axis.seconds')}
        names={days.map(shortName)}
        nameEvery={nameEvery}
        lines={lines}
      />
    </PlotFigure>
  );
}

function Depth({ part }: PartProperties) {
  const say = useOversightText();
  const { language } = useText();
  const { depth } = part;
  if (depth === null) return null;
  const day = calendarDay(japanInstant(depth.day, 12, 0), language);
  const columns = depth.depths.map((value, hour) => ({ name: String(hour), value }));
  return (
    <PlotFigure
      testId="plot-depth"
      title={say('insight.depth', { day })}
      note={say('insight.depth-lead')}
      heads={[say('insight.axis.hour'), say('board.count')]}
      rows={columns.map(({ name, value }) => ({ name, values: [String(value)] }))}
    >
      <ColumnPlot
        label={say('insight.depth', { day })}
        unit={say('insight.axis.cases')}
        columns={columns}
        nameEvery={3}
      />
    </PlotFigure>
  );
}
