import type { CheckView } from '../../../preload/contract/models/check.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import type { Press } from '../../app/press.ts';
import { Choices } from '../../ui/choices.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { useCheckText } from '../check/check-text.ts';
import { DocumentsCheck } from '../check/documents-check.tsx';
import { NameSpellings } from '../check/name-spellings.tsx';
import { PhoneCheck } from '../check/phone-check.tsx';
import { PortraitOnFile } from '../check/portrait-on-file.tsx';
import { useUnsent } from '../speed/use-unsent.ts';
import { OpenCommands } from './open-commands.tsx';
import { OutcomeAdvice } from './triage-outcome.tsx';
import '../check/check.css';

interface Properties {
  readonly open: CounterCase;
  /** What the check asks for; undefined until the agent has said. */
  readonly view: CheckView | undefined;
  readonly onViewed: (view: CheckView) => void;
  /** The desk's, because a check that fails closes the case and this step with it. */
  readonly press: Press;
  readonly onChecked: (next: CounterCase) => void;
  readonly onEnded: () => void;
  /** Back to the institution's questions, where it has any. */
  readonly onBack: () => void;
}

/** The identity check, by documents or, where the institution does it, by a call back. Only its outcome is recorded (I7). */
export function CheckStep({ open, view, onViewed, press, onChecked, onEnded, onBack }: Properties) {
  const { text, localized } = useText();
  const say = useCheckText();
  const outcome = open.triage?.outcome ?? null;
  const [chosen, setChosen] = useUnsent<'documents' | 'phone' | null>(open.id, 'method', () => null);
  if (view === undefined) return null;
  const method = chosen ?? view.methods[0] ?? 'documents';

  return (
    <section className="step">
      <ScreenHeading>{method === 'phone' ? say('check.phone.title') : text('check.heading')}</ScreenHeading>
      {outcome !== null && (
        <Disclosure title={text('triage.outcome', { title: localized(outcome.title) })}>
          <OutcomeAdvice outcome={outcome} />
        </Disclosure>
      )}
      <OpenCommands commands={open.openCommands} />
      {view.methods.length > 1 && (
        <Choices
          label={say('check.method')}
          columns={2}
          value={method}
          onChoose={(next) => setChosen(() => next)}
          choices={view.methods.map((value) => ({ value, label: say(`check.method.${value}`) }))}
        />
      )}
      <div className="check-layout">
        <div className="check-main">
          {method === 'phone' && view.phone !== null ? (
            <PhoneCheck
              caseId={open.id}
              phone={view.phone}
              press={press}
              onViewed={onViewed}
              onChecked={onChecked}
              onEnded={onEnded}
            />
          ) : (
            <DocumentsCheck
              open={open}
              view={view}
              press={press}
              onChecked={onChecked}
              onEnded={onEnded}
              onBack={onBack}
            />
          )}
        </div>
        <aside className="check-side">
          {view.portrait && <PortraitOnFile caseId={open.id} />}
          <NameSpellings names={view.names} />
        </aside>
      </div>
    </section>
  );
}
