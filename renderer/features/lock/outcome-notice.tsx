import { lazy, Suspense } from 'react';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { SignInOutcome } from '../../../preload/contract/models/lab.ts';
import { durationText } from '../../app/duration.ts';
import { type MessageKey, useText } from '../../app/language.tsx';
import { Notice } from '../../ui/notice.tsx';

const OutcomeHelp = lazy(async () => ({
  default: (await import('../guide/outcome-help.tsx')).OutcomeHelp,
}));

export type RefusedOutcome = Exclude<SignInOutcome, { outcome: 'ok' }>;

interface Properties {
  readonly outcome: RefusedOutcome;
  readonly waitSeconds: number;
  /** Whom to ask, as the signed policy says; null where there is none. */
  readonly contact: LocalizedText | null;
}

/** Why the sign-in did not happen and what to do. Says nothing that would tell whether a login exists. */
export function OutcomeNotice({ outcome, waitSeconds, contact }: Properties) {
  const { text, localized } = useText();
  return (
    <>
      <Notice
        tone={outcome.outcome === 'unavailable' || outcome.outcome === 'mfa-required' ? 'warn' : 'bad'}
        live="assertive"
        title={text(`outcome.${outcome.outcome}.title`)}
      >
        <p>{text(nextStep(outcome))}</p>
        {contact !== null && needsCounter(outcome) && (
          <p>{text('not-exempt.contact', { contact: localized(contact) })}</p>
        )}
        {outcome.outcome === 'wrong' && (
          <WrongDetail left={outcome.freeAttemptsLeft} waitSeconds={waitSeconds} />
        )}
      </Notice>
      <Suspense fallback={null}>
        <OutcomeHelp outcome={outcome.outcome} />
      </Suspense>
    </>
  );
}

/** Where the counter is the way out: not for a mistyped password, nor for a service that will be back. */
function needsCounter({ outcome }: RefusedOutcome): boolean {
  return outcome !== 'wrong' && outcome !== 'unavailable';
}

function WrongDetail({ left, waitSeconds }: { readonly left: number; readonly waitSeconds: number }) {
  const { text } = useText();
  if (waitSeconds > 0) {
    // Changes each second: shown, but not read out each time.
    return (
      <p className="notice-strong" aria-live="off">
        {text('outcome.wrong.wait', { time: durationText(waitSeconds, text) })}
      </p>
    );
  }
  if (left === 0) return <p className="notice-strong">{text('outcome.wrong.next-waits')}</p>;
  return <p className="notice-strong">{text('outcome.wrong.left', { count: left })}</p>;
}

/** The place may exempt and the university's own sign-in service still ask; then the place's reasons explain nothing. */
function nextStep(outcome: RefusedOutcome): MessageKey {
  if (outcome.outcome === 'mfa-required' && outcome.decision.exempt) return 'outcome.mfa-required.directory';
  return `outcome.${outcome.outcome}.next`;
}
