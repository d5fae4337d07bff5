import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Progress } from '../../ui/progress.tsx';
import type { Sample } from '../samples.ts';
import { useSample } from '../say.tsx';
import type { Section } from '../section.ts';

interface WorkProperties {
  readonly label: Sample;
  readonly percent: number | null;
  readonly detail?: Sample;
  readonly remaining?: Sample;
  readonly cancellable?: boolean;
}

function Work({ label, percent, detail, remaining, cancellable = false }: WorkProperties) {
  const say = useSample();
  return (
    <Progress
      label={say(label)}
      done={percent === null ? null : { value: percent, of: 100 }}
      detail={detail === undefined ? undefined : say(detail)}
      remaining={remaining === undefined ? undefined : say(remaining)}
      {...(cancellable ? { cancel: { label: say('cancel'), onCancel: () => undefined } } : {})}
    />
  );
}

export const progressSection: Section<'progress'> = {
  title: { ja: '進み具合', en: 'Progress' },
  states: {
    known: () => <Work label="importing" percent={67} detail="importingDetail" />,
    unknown: () => <Work label="wiping" percent={null} />,
    remaining: () => <Work label="importing" percent={67} detail="importingDetail" remaining="remaining" />,
    cancellable: () => <Work label="importing" percent={25} remaining="remaining" cancellable />,
    done: () => <Work label="done" percent={100} detail="importingDetail" />,
  },
};

function Waiting({ lines = 0 }: { readonly lines?: number }) {
  return <Loading label={useSample()('reading')} lines={lines} />;
}

export const loadingSection: Section<'loading'> = {
  title: { ja: '待っているとき', en: 'Waiting' },
  states: { words: () => <Waiting />, skeleton: () => <Waiting lines={3} /> },
};

function Nothing({ action = false }: { readonly action?: boolean }) {
  const say = useSample();
  return (
    <EmptyState title={say('empty')}>
      <p>{say('emptyDetail')}</p>
      {action && <Button>{say('back')}</Button>}
    </EmptyState>
  );
}

export const emptyStateSection: Section<'empty-state'> = {
  title: { ja: '何もないとき', en: 'Nothing here' },
  states: { plain: () => <Nothing />, 'with-action': () => <Nothing action /> },
};
