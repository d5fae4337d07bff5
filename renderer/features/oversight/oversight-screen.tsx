import { lazy, Suspense } from 'react';
import { TabPanel, Tabs } from 'react-aria-components/Tabs';
import { Loading } from '../../ui/loading.tsx';
import { TabRow } from '../../ui/tabs.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { useOversightText } from './oversight-text.ts';
import { SupervisionPanel } from './supervision-panel.tsx';
import '../../ui/card.css';
import '../../ui/table.css';
import './oversight.css';

const InsightPanel = lazy(async () => ({
  default: (await import('../insight/insight-panel.tsx')).InsightPanel,
}));

const parts = ['board', 'audit', 'insight'] as const;

/** A supervisor's view of what the counters did: alerts and refusals, the trail, the figures. */
export function OversightScreen() {
  const say = useOversightText();
  return (
    <Tabs className="oversight" keyboardActivation="manual" data-testid="oversight">
      <TabRow
        label={say('oversight.parts')}
        tabs={parts.map((id) => ({ id, label: say(`oversight.part.${id}`) }))}
      />
      <TabPanel id="board">
        <SupervisionPanel />
      </TabPanel>
      <TabPanel id="audit">
        <AuditPanel />
      </TabPanel>
      <TabPanel id="insight">
        <Suspense fallback={<Loading label={say('oversight.reading')} lines={3} />}>
          <InsightPanel />
        </Suspense>
      </TabPanel>
    </Tabs>
  );
}
