import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { AssumedMark, AssumedNote } from './assumed-mark.tsx';
import { GuideHits } from './guide-hits.tsx';
import type { OpenPage } from './guide-page.ts';
import { guideSentence, useGuideText } from './guide-text.ts';

/** Pages that guides mention by name: a step that names one gets a button to it. */
const named = ['clock', 'devices'] as const;

/** One guide: its steps, the pages that they name, and what to read next. */
export function ArticlePage({ id, onOpen }: { readonly id: string; readonly onOpen: OpenPage }) {
  const { localized } = useText();
  const speak = useGuideText();
  const asked = useAsked('guide.article', { id }, ['station']);
  const { value } = asked;
  if (value === undefined) return <Awaited asked={asked} lines={3} />;
  const { guide, related } = value;
  const mentioned = named.filter((page) =>
    guide.steps.some(({ ja }) => ja.includes(guideSentence('ja', `guide.choice.${page}`))),
  );
  return (
    <article className="guide-article" data-testid="guide-article">
      <ScreenHeading>{localized(guide.title)}</ScreenHeading>
      {(guide.audience !== 'everyone' || guide.assumed === true) && (
        <p className="field-hint">
          {guide.audience !== 'everyone' && speak(`guide.audience.${guide.audience}`)}{' '}
          <AssumedMark assumed={guide.assumed} />
        </p>
      )}
      <GuideSteps steps={guide.steps.map(localized)} />
      {mentioned.length > 0 && (
        <div className="guide-actions">
          {mentioned.map((page) => (
            <Button key={page} strength="strong" onClick={() => onOpen({ kind: page })}>
              {speak(`guide.choice.${page}`)}
            </Button>
          ))}
        </div>
      )}
      {related.length > 0 && <h2 className="guide-subheading">{speak('guide.related')}</h2>}
      <GuideHits label={speak('guide.related')} hits={related} onOpen={onOpen} />
      <AssumedNote shown={guide.assumed === true || related.some(({ assumed }) => assumed)} />
    </article>
  );
}

/** Numbered steps. */
export function GuideSteps({ steps }: { readonly steps: readonly string[] }) {
  const speak = useGuideText();
  return (
    <ol className="guide-steps" aria-label={speak('guide.steps')}>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
