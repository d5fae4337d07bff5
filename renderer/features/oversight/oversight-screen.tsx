import { lazy, Suspense } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { AuditPanel } from './audit-panel.tsx';
import { useOversightText } from './oversight-text.ts';
import { SupervisionPanel } from './supervision-panel.tsx';
import '../../ui/card.css';
import '../../ui/table.css';
import './oversight.css';

const InsightPanel = lazy(async () => ({
  default: (await import('../insight/insight-panel.tsx')).InsightPanel,
}));

/** A supervisor's view of what the counters did: alerts and refusals, the trail, the figures. */
export function OversightScreen() {
  const say = useOversightText();
  return (
    <Tabs className="oversight" data-testid="oversight">
      <TabList className="oversight-parts" aria-label={say('oversight.parts')}>
        <Tab id="board" className="oversight-part">
          {say('oversight.part.board')}
        </Tab>
        <Tab id="audit" className="oversight-part">
          {say('oversight.part.audit')}
        </Tab>
        <Tab id="insight" className="oversight-part">
          {say('oversight.part.insight')}
        </Tab>
      </TabList>
      <TabPanel id="board">
        <SupervisionPanel />
      </TabPanel>
      <TabPanel id="audit">
        <AuditPanel />
      </TabPanel>
      <TabPanel id="insight">
        <Suspense fallback={<p role="status">{say('oversight.reading')}</p>}>
          <InsightPanel />
        </Suspense>
      </TabPanel>
    </Tabs>
  );
}
