import { Button } from '../../ui/button.tsx';
import { Notice, type Tone } from '../../ui/notice.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import type { Sample } from '../samples.ts';
import { useSample } from '../say.tsx';
import type { Section } from '../section.ts';

interface ToldProperties {
  readonly tone: Tone;
  readonly title?: Sample;
  readonly detail: Sample;
  readonly action?: Sample;
}

function Told({ tone, title, detail, action }: ToldProperties) {
  const say = useSample();
  return (
    <Notice tone={tone} {...(title === undefined ? {} : { title: say(title) })}>
      <p>{say(detail)}</p>
      {action !== undefined && <Button>{say(action)}</Button>}
    </Notice>
  );
}

export const noticeSection: Section<'notice'> = {
  title: { ja: 'お知らせ', en: 'Notice' },
  states: {
    neutral: () => <Told tone="neutral" title="queued" detail="queuedDetail" />,
    good: () => <Told tone="good" title="applied" detail="appliedDetail" />,
    warn: () => <Told tone="warn" title="offline" detail="queuedDetail" />,
    bad: () => <Told tone="bad" title="refused" detail="refusedDetail" />,
    'with-action': () => <Told tone="bad" title="refused" detail="refusedDetail" action="tryAgain" />,
    'without-title': () => <Told tone="neutral" detail="whyAnswer" />,
    'long-words': () => <Told tone="warn" title="long" detail="longTick" />,
  },
};

function Pill({ tone, sample }: { readonly tone: Tone; readonly sample: Sample }) {
  return <StatusPill tone={tone}>{useSample()(sample)}</StatusPill>;
}

export const statusPillSection: Section<'status-pill'> = {
  title: { ja: '状態の札', en: 'Status pill' },
  states: {
    neutral: () => <Pill tone="neutral" sample="board" />,
    good: () => <Pill tone="good" sample="done" />,
    warn: () => <Pill tone="warn" sample="offline" />,
    bad: () => <Pill tone="bad" sample="refused" />,
    'long-words': () => (
      <div className="gallery-narrow">
        <Pill tone="neutral" sample="long" />
      </div>
    ),
  },
};
