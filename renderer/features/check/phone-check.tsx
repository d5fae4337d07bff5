import type { CheckView, PhoneStanding } from '../../../preload/contract/models/check.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PhoneAnswers } from '../../../preload/contract/models/identity.ts';
import { calendarDay, dayAndTime, japanInstant } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { type Press, usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useUnsent } from '../speed/use-unsent.ts';
import { CallerPage } from './caller-page.tsx';
import { useCheckText } from './check-text.ts';
import { DoubtButton } from './doubt-button.tsx';

const questions = ['name', 'number', 'affiliation', 'reference'] as const;

interface Properties {
  readonly caseId: string;
  readonly phone: PhoneStanding;
  /** The desk's, because a check that fails closes the case and this step with it. */
  readonly press: Press;
  readonly onViewed: (view: CheckView) => void;
  readonly onChecked: (next: CounterCase) => void;
  readonly onEnded: () => void;
}

/** The call back: the number on file, when it may be called, each call, and what the person answered. */
export function PhoneCheck({ caseId, phone, press, onViewed, onChecked, onEnded }: Properties) {
  const { language, localized } = useText();
  const say = useCheckText();
  const calling = usePress();
  const [answers, setAnswers] = useUnsent<Partial<PhoneAnswers>>(caseId, 'answers', () => ({}));
  const reached = phone.attempts.at(-1)?.result === 'reached';
  const complete = completeAnswers(answers);
  const mayCall = phone.open && phone.number !== null;
  const note = (result: 'no-answer' | 'reached') =>
    void calling.run(() => window.madoguchi.call('check.call', { caseId, result }), onViewed);

  return (
    <>
      <div className="phone-check" data-testid="phone-check">
        <section className="phone-call">
          <h2 className="check-aside-heading">{say('check.phone.heading')}</h2>
          <PhoneHours phone={phone} />
          {phone.number === null ? (
            <Notice tone="bad" title={say('check.phone.none')} />
          ) : (
            <dl className="facts phone-facts">
              <dt>{say('check.phone.number')}</dt>
              <dd className="phone-number" data-testid="number-on-file">
                {phone.number}
              </dd>
              {!phone.pageNeeded && (
                <>
                  <dt>{say('check.phone.reference')}</dt>
                  <dd>
                    <strong className="phone-reference">{phone.reference}</strong>
                    <span className="phone-note">{say('check.phone.reference-lead')}</span>
                  </dd>
                </>
              )}
            </dl>
          )}
          {phone.pageNeeded && <CallerPage caseId={caseId} page={phone.page} onViewed={onViewed} />}
          <h3 className="phone-subheading">{say('check.phone.attempts')}</h3>
          {phone.attempts.length === 0 ? (
            <p>{say('check.phone.attempts-none')}</p>
          ) : (
            <ol className="phone-attempts" data-testid="call-attempts">
              {phone.attempts.map((attempt) => (
                <li key={`${attempt.at} ${attempt.result}`}>
                  {say('check.phone.attempt', {
                    at: dayAndTime(Date.parse(attempt.at), language),
                    by: localized(attempt.by),
                    result: say(`check.phone.${attempt.result}`),
                  })}
                </li>
              ))}
            </ol>
          )}
          <div className="phone-press">
            <Button disabled={!mayCall} busy={calling.busy} onClick={() => note('no-answer')}>
              {say('check.phone.note-no-answer')}
            </Button>
            <Button
              strength={reached ? 'plain' : 'strong'}
              disabled={!mayCall}
              busy={calling.busy}
              onClick={() => note('reached')}
            >
              {say('check.phone.note-reached')}
            </Button>
          </div>
          <RefusalNotice refusal={calling.refusal} />
        </section>
        <section className="phone-points">
          <h2 className="check-aside-heading">{say('check.phone.points')}</h2>
          <ul>
            {phone.points.map((point) => (
              <li key={point.en}>{localized(point)}</li>
            ))}
          </ul>
          <Disclosure title={say('check.phone.waiting')}>
            <p className="phone-subheading">{localized(phone.waitingPage.title)}</p>
            <ol>
              {phone.waitingPage.steps.map((step) => (
                <li key={step.en}>{localized(step)}</li>
              ))}
            </ol>
          </Disclosure>
        </section>
      </div>
      {reached && (
        <div className="document" data-testid="phone-answers">
          <h2 className="check-aside-heading">{say('check.phone.answers')}</h2>
          <div className="document-questions">
            {questions.map((question) => (
              <Choices
                key={question}
                label={say(`check.phone.says-${question}`)}
                columns={2}
                value={answers[question] === undefined ? null : answers[question] ? 'yes' : 'no'}
                onChoose={(answer) => setAnswers((before) => ({ ...before, [question]: answer === 'yes' }))}
                choices={[
                  { value: 'yes', label: say('check.phone.agrees') },
                  { value: 'no', label: say('check.phone.differs') },
                ]}
              />
            ))}
          </div>
        </div>
      )}
      <RefusalNotice refusal={press.refusal} />
      <div className="step-actions">
        <DoubtButton caseId={caseId} method="phone" press={press} onEnded={onEnded} />
        <Button
          busy={calling.busy}
          onClick={() => void calling.run(() => window.madoguchi.call('check.park', { caseId }), onEnded)}
        >
          {say('check.phone.park')}
        </Button>
        <RecordingButton
          strength={reached ? 'strong' : 'plain'}
          size="large"
          busy={press.busy}
          disabled={complete === null || !reached || (phone.pageNeeded && phone.page === null)}
          onClick={() => {
            if (complete === null) return;
            const prompts = phone.points.map((_, index) => `call-${index + 1}`);
            void press.run(
              () => window.madoguchi.call('check.recordCall', { caseId, answers: complete, prompts }),
              onChecked,
            );
          }}
        >
          {say('check.phone.record')}
        </RecordingButton>
      </div>
    </>
  );
}

/** Whether a call may be made now, until when, and when again. */
function PhoneHours({ phone }: { readonly phone: PhoneStanding }) {
  const { language } = useText();
  const say = useCheckText();
  if (phone.open)
    return (
      <p className="phone-hours" role="status">
        {say('check.phone.open', { closes: phone.closesAt ?? '24:00' })}
      </p>
    );
  return (
    <Notice tone="warn" live="polite" title={say('check.phone.closed')}>
      {phone.next !== null && (
        <p>
          {say('check.phone.next', {
            day: calendarDay(japanInstant(phone.next.day, 12, 0), language),
            from: phone.next.from,
          })}
        </p>
      )}
    </Notice>
  );
}

function completeAnswers({
  name,
  number,
  affiliation,
  reference,
}: Partial<PhoneAnswers>): PhoneAnswers | null {
  return name === undefined || number === undefined || affiliation === undefined || reference === undefined
    ? null
    : { name, number, affiliation, reference };
}
