import { TabPanel, Tabs } from 'react-aria-components/Tabs';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import { StepTrail } from '../../ui/step-trail.tsx';
import { TabRow } from '../../ui/tabs.tsx';
import type { Sample } from '../samples.ts';
import { Say, useSample } from '../say.tsx';
import type { Section } from '../section.ts';
import '../../ui/card.css';
import '../../ui/table.css';

function Card({ actions = false, facts = false }: { readonly actions?: boolean; readonly facts?: boolean }) {
  const say = useSample();
  return (
    <section className="card">
      <h3 className="card-title">{say('discardTitle')}</h3>
      <p>{say('discardDetail')}</p>
      {facts && (
        <dl className="facts">
          <dt>{say('person')}</dt>
          <dd lang="ja">髙橋 結衣</dd>
          <dt>{say('until')}</dt>
          <dd>{say('appliedDetail')}</dd>
        </dl>
      )}
      {actions && (
        <div className="dialog-actions">
          <Button>{say('goOn')}</Button>
          <Button strength="strong">{say('drop')}</Button>
        </div>
      )}
    </section>
  );
}

export const cardSection: Section<'card'> = {
  title: { ja: 'カード', en: 'Card' },
  states: {
    plain: () => <Card />,
    'with-actions': () => <Card actions />,
    facts: () => <Card facts />,
  },
};

function Rows({ long = false }: { readonly long?: boolean }) {
  const say = useSample();
  const name = long ? 'ヴァルデマル・アレクサンドロヴィッチ＝長曽我部 﨑之介' : '青葉 さくら';
  return (
    <table className="table">
      <caption>{say('board')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('person')}</th>
          <th scope="col">{say('state')}</th>
          <th scope="col">{say('until')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">
            <span className="table-name" lang="ja">
              {name}
            </span>
            <span className="table-small">s20240001</span>
          </th>
          <td>
            <StatusPill tone="good">{say('done')}</StatusPill>
          </td>
          <td>{say('remaining')}</td>
        </tr>
        <tr>
          <th scope="row">
            <span className="table-name" lang="ja">
              髙橋 結衣
            </span>
            <span className="table-small">s20240003</span>
          </th>
          <td>
            <StatusPill tone="warn">{say('offline')}</StatusPill>
            <span className="table-small">{long ? say('longTick') : say('queuedDetail')}</span>
          </td>
          <td>{say('appliedDetail')}</td>
        </tr>
      </tbody>
    </table>
  );
}

export const tableSection: Section<'table'> = {
  title: { ja: '表', en: 'Table' },
  wide: true,
  states: { rows: () => <Rows />, 'long-words': () => <Rows long /> },
};

const many: readonly (readonly [Sample, IconName])[] = [
  ['board', 'list'],
  ['shift', 'clock'],
  ['keys', 'key'],
  ['oversight', 'eye'],
  ['document', 'person'],
];

function Rooms({ count }: { readonly count: number }) {
  const say = useSample();
  const tabs = many.slice(0, count).map(([id, icon]) => ({ id, icon, label: say(id) }));
  return (
    <Tabs>
      <TabRow label={say('board')} tabs={tabs} />
      {tabs.map(({ id, label }) => (
        <TabPanel key={id} id={id}>
          {label}
        </TabPanel>
      ))}
    </Tabs>
  );
}

export const tabsSection: Section<'tabs'> = {
  title: { ja: 'タブ', en: 'Tabs' },
  wide: true,
  states: {
    few: () => <Rooms count={2} />,
    many: () => <Rooms count={5} />,
    focused: () => <Rooms count={3} />,
  },
};

function Trail({ now }: { readonly now: number }) {
  const say = useSample();
  const steps = (['document', 'until', 'save', 'done'] as const).map((id) => ({ id, name: say(id) }));
  return <StepTrail label={say('state')} steps={steps} now={now} doneWord={say('done')} />;
}

export const stepTrailSection: Section<'step-trail'> = {
  title: { ja: '手順', en: 'Steps' },
  wide: true,
  states: {
    first: () => <Trail now={0} />,
    middle: () => <Trail now={2} />,
    done: () => <Trail now={4} />,
  },
};

function More({ open = false }: { readonly open?: boolean }) {
  return (
    <Disclosure title={<Say sample="why" />} open={open}>
      <p>
        <Say sample="whyAnswer" />
      </p>
    </Disclosure>
  );
}

export const disclosureSection: Section<'disclosure'> = {
  title: { ja: '開いて読む', en: 'Disclosure' },
  states: {
    closed: () => <More />,
    open: () => <More open />,
    focused: () => <More />,
  },
};
