import type { CaseTriage } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';

type Outcome = NonNullable<CaseTriage['outcome']>;

interface UrgentProperties {
  readonly urgent: Outcome['urgent'];
  readonly busy: boolean;
  readonly onDone: (stepId: string) => void;
}

/** What cannot wait: each step is acknowledged by itself, and nothing else is offered before. */
export function UrgentSteps({ urgent, busy, onDone }: UrgentProperties) {
  const { text, localized } = useText();
  return (
    <Notice tone="warn" title={text('triage.urgent')}>
      <p>{text('triage.urgent-lead')}</p>
      <ol className="urgent-steps">
        {urgent.map((step) => (
          <li key={step.id} data-testid="urgent-step" data-acknowledged={step.acknowledged}>
            <span>{localized(step.text)}</span>
            {step.acknowledged ? (
              <span className="urgent-done">
                <Icon name="check" />
                {text('triage.acknowledged')}
              </span>
            ) : (
              <Button busy={busy} onClick={() => onDone(step.id)}>
                {text('triage.acknowledge')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Notice>
  );
}

/** What the institution advises, in its own words, and who does it. */
export function OutcomeAdvice({ outcome }: { readonly outcome: Outcome }) {
  const { text, localized } = useText();
  return (
    <div className="advice">
      {outcome.office !== null && <p>{text('triage.office', { office: localized(outcome.office) })}</p>}
      <h2>{text('triage.steps')}</h2>
      <ol className="advice-steps">
        {outcome.steps.map((step) => (
          <li key={step.en}>{localized(step)}</li>
        ))}
      </ol>
      {outcome.guides.map((guide) => (
        <Disclosure key={guide.id} title={localized(guide.title)}>
          <ol className="advice-steps">
            {guide.steps.map((step) => (
              <li key={step.en}>{localized(step)}</li>
            ))}
          </ol>
        </Disclosure>
      ))}
      {outcome.bring.length > 0 && (
        <>
          <h2>{text('triage.bring')}</h2>
          <ul className="advice-steps">
            {outcome.bring.map((thing) => (
              <li key={thing.en}>{localized(thing)}</li>
            ))}
          </ul>
        </>
      )}
      <Operations operations={outcome.operations} />
      {outcome.assumed && <p className="advice-assumed">{text('triage.assumed')}</p>}
    </div>
  );
}

/** Who does what. What this program cannot carry out says so: nothing here pretends to have been sent. */
function Operations({ operations }: Pick<Outcome, 'operations'>) {
  const { text, localized } = useText();
  if (operations.length === 0) return null;
  return (
    <>
      <h2>{text('triage.operations')}</h2>
      <ul className="advice-operations">
        {operations.map((operation) => (
          <li key={operation.id}>
            <strong>{localized(operation.label)}</strong>
            {operation.days !== null && (
              <span>{text('triage.days', { from: operation.days.from, to: operation.days.to })}</span>
            )}
            {operation.note !== null && <span>{localized(operation.note)}</span>}
            {!operation.carriedOut && (
              <span className="advice-note">
                {text(
                  operation.by === 'centre'
                    ? 'triage.by-centre'
                    : operation.by === 'person'
                      ? 'triage.by-person'
                      : 'triage.not-here',
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
