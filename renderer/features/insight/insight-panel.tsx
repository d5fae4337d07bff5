import { useState } from 'react';
import type { Insight } from '../../../preload/contract/models/oversight.ts';
import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { Choices } from '../../ui/choices.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { useOversightText } from '../oversight/oversight-text.ts';
import { ToldNotice } from '../oversight/told-notice.tsx';
import { InsightPlots } from './insight-plots.tsx';
import './insight.css';

const periods = ['7', '30', '90'] as const;
type Period = (typeof periods)[number];
const dayCounts: Readonly<Record<Period, 7 | 30 | 90>> = { '7': 7, '30': 30, '90': 90 };
const scopes = ['everywhere', 'here'] as const;
type Scope = (typeof scopes)[number];

/** Figures of this counter and of all of them: counts and times, and nobody in them. */
export function InsightPanel() {
  const say = useOversightText();
  const [period, setPeriod] = useState<Period>('30');
  const [scope, setScope] = useState<Scope>('everywhere');
  const plots = useAsked('insight.plots', { days: dayCounts[period] }, ['station']);
  return (
    <section className="oversight-panel insight" data-testid="insight">
      <ScreenHeading>{say('insight.heading')}</ScreenHeading>
      <p>{say('insight.lead')}</p>
      <div className="insight-choices">
        <Choices
          label={say('insight.scope')}
          columns={2}
          value={scope}
          onChoose={setScope}
          choices={scopes.map((value) => ({ value, label: say(`insight.scope.${value}`) }))}
        />
        <Choices
          label={say('insight.days')}
          columns={3}
          value={period}
          onChoose={setPeriod}
          choices={periods.map((value) => ({ value, label: say(`insight.days.${value}`) }))}
        />
      </div>
      <Awaited asked={plots} label={say('oversight.reading')} lines={3} />
      {plots.value !== undefined && <Plots insight={plots.value} scope={scope} />}
    </section>
  );
}

function Plots({ insight, scope }: { readonly insight: Insight; readonly scope: Scope }) {
  const say = useOversightText();
  const { everywhere, here } = insight;
  const part = scope === 'here' ? here : everywhere.part;
  const isEmpty = part !== null && part.days.length === 0 && part.applied.length === 0;
  return (
    <>
      {scope === 'everywhere' && (
        <ToldNotice
          told={everywhere}
          live="insight.scope.note"
          stale="insight.stale"
          unknown="insight.unknown"
          parameters={{ counters: everywhere.part?.counters ?? 0 }}
        />
      )}
      {isEmpty && <p>{say('insight.none')}</p>}
      {part !== null && !isEmpty && <InsightPlots span={insight} part={part} />}
    </>
  );
}
