import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { useText } from '../../app/language.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import type { OpenPage } from './guide-page.ts';
import { useGuideText } from './guide-text.ts';

interface Properties {
  /** Null for the first question. */
  readonly id: string | null;
  readonly number: number;
  readonly onOpen: OpenPage;
}

/** One question of "which of these happened to you?"; each answer is a button. */
export function QuestionPage({ id, number, onOpen }: Properties) {
  const { localized } = useText();
  const speak = useGuideText();
  const asked = useAsked('guide.triage', {}, ['station']);
  const { value: triage } = asked;
  const question = triage?.questions.find((one) => one.id === (id ?? triage.start));
  if (question === undefined) return <Awaited asked={asked} lines={3} />;
  return (
    <section className="guide-question" data-testid="guide-question" data-question={question.id}>
      <p className="field-hint">{speak('guide.triage.progress', { number })}</p>
      <ScreenHeading>{localized(question.text)}</ScreenHeading>
      <ul className="guide-answers">
        {question.options.map(({ id: answer, label, next }) => (
          <li key={answer}>
            <button
              type="button"
              className="row-button"
              data-answer={answer}
              onClick={() =>
                onOpen(
                  'question' in next
                    ? { kind: 'question', id: next.question, number: number + 1 }
                    : { kind: 'outcome', id: next.outcome },
                )
              }
            >
              <span className="row-title">{localized(label)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
