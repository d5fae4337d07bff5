import { useState } from 'react';
import type { GuideOutcome } from '../../../preload/contract/models/guide-answers.ts';
import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { useText } from '../../app/language.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { GuideSteps } from './article-page.tsx';
import { AssumedMark, AssumedNote } from './assumed-mark.tsx';
import { CounterChoice } from './counter-choice.tsx';
import { GuideHits } from './guide-hits.tsx';
import type { OpenPage } from './guide-page.ts';
import { useGuideText } from './guide-text.ts';
import { UrgentSteps } from './urgent-steps.tsx';

/** Where the answers led: what is urgent first, and only then the rest. */
export function OutcomePage({ id, onOpen }: { readonly id: string; readonly onOpen: OpenPage }) {
  const { localized } = useText();
  const speak = useGuideText();
  const asked = useAsked('guide.outcome', { id }, ['station']);
  const { value } = asked;
  const [done, setDone] = useState<readonly string[]>([]);
  if (value === undefined) return <Awaited asked={asked} lines={3} />;
  const { outcome } = value;
  const left = outcome.urgent.filter((step) => !done.includes(step.id)).length;
  return (
    <section className="guide-outcome" data-testid="guide-outcome" data-kind={outcome.kind}>
      <p className="field-hint">
        {speak(`guide.outcome.${outcome.kind}`)} <AssumedMark assumed={outcome.assumed} />
      </p>
      <ScreenHeading>{localized(outcome.title)}</ScreenHeading>
      <UrgentSteps urgent={outcome.urgent} done={done} onDone={setDone} left={left} />
      {left === 0 && <OutcomeRest answer={value} onOpen={onOpen} />}
    </section>
  );
}

function OutcomeRest({ answer, onOpen }: { readonly answer: GuideOutcome; readonly onOpen: OpenPage }) {
  const { localized } = useText();
  const speak = useGuideText();
  const { outcome, guides } = answer;
  return (
    <>
      <GuideSteps steps={outcome.steps.map(localized)} />
      {outcome.office !== null && (
        <Notice
          tone="neutral"
          icon="person"
          title={speak('guide.outcome.office', { office: localized(outcome.office) })}
        />
      )}
      {outcome.bring.length > 0 && <BringList things={outcome.bring.map(localized)} />}
      {(outcome.kind === 'counter' || outcome.kind === 'phone') && (
        <CounterChoice outcomeId={outcome.id} printable={outcome.kind === 'counter'} />
      )}
      {guides.length > 0 && <h2 className="guide-subheading">{speak('guide.related')}</h2>}
      <GuideHits label={speak('guide.related')} hits={guides} onOpen={onOpen} />
      <AssumedNote shown={outcome.assumed === true || guides.some(({ assumed }) => assumed)} />
    </>
  );
}

/** What to bring to a counter. */
export function BringList({ things }: { readonly things: readonly string[] }) {
  const speak = useGuideText();
  return (
    <section aria-label={speak('guide.bring')}>
      <h2 className="guide-subheading">{speak('guide.bring')}</h2>
      <ul className="guide-bring">
        {things.map((thing) => (
          <li key={thing}>{thing}</li>
        ))}
      </ul>
    </section>
  );
}
