import { LanguageToggle } from '../../app/language-toggle.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Sample } from '../samples.ts';
import { Say, useSample } from '../say.tsx';
import type { Section } from '../section.ts';
import '../../features/connection/connection.css';

interface AskProperties {
  readonly title: Sample;
  readonly details: readonly Sample[];
  readonly urgent?: boolean;
  readonly busy?: boolean;
}

function Ask({ title, details, urgent = false, busy = false }: AskProperties) {
  const say = useSample();
  return (
    <Dialog open title={say(title)} urgent={urgent} onCancel={() => undefined}>
      {details.map((detail) => (
        <p key={detail}>{say(detail)}</p>
      ))}
      <div className="dialog-actions">
        <Button>{say('goOn')}</Button>
        <Button strength="strong" busy={busy}>
          {say('drop')}
        </Button>
      </div>
    </Dialog>
  );
}

export const dialogSection: Section<'dialog'> = {
  title: { ja: 'たずねる窓', en: 'Dialog' },
  states: {
    question: () => <Ask title="discardTitle" details={['discardDetail']} />,
    urgent: () => <Ask title="discardTitle" details={['discardDetail']} urgent />,
    long: () => (
      <Ask
        title="long"
        details={[
          'sentence',
          'longTick',
          'queuedDetail',
          'discardDetail',
          'refusedDetail',
          'whyAnswer',
          'long',
        ]}
      />
    ),
    busy: () => <Ask title="discardTitle" details={['discardDetail']} busy />,
  },
};

export const cornerSection: Section<'corner'> = {
  title: { ja: '画面のすみ', en: 'Corner of a screen' },
  states: {
    language: () => <LanguageToggle />,
    banner: () => (
      <p className="connection-banner">
        <Icon name="hourglass" />
        <Say sample="banner" />
      </p>
    ),
  },
};
