import { Fragment, lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Result } from '../../../preload/contract/errors.ts';
import type { ShownSecret } from '../../../preload/contract/models/acts.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PersonHit } from '../../../preload/contract/models/people.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { useFollowed } from '../../app/ask.ts';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { CaseWatch } from '../check/case-watch.tsx';
import { ParkedCases } from '../check/parked-cases.tsx';
import { useScannedCard } from '../scanner/card-scan.tsx';
import { ScanNotice } from '../scanner/scan-notice.tsx';
import { useDeskMemory } from '../speed/desk-memory.tsx';
import { useActions } from '../speed/use-actions.tsx';
import { ApproveStep } from './approve-step.tsx';
import { CaseHeader } from './case-header.tsx';
import { type CaseStep, canGoBackTo, stepOf } from './case-step.ts';
import { CaseTrail } from './case-trail.tsx';
import { CheckStep } from './check-step.tsx';
import { CloseAction } from './close-action.tsx';
import { DecideStep } from './decide-step.tsx';
import { FindPerson } from './find-person.tsx';
import { idleActions } from './idle-actions.ts';
import { PersonFailuresNotice } from './person-failures.tsx';
import { ReadStep } from './read-step.tsx';
import { ReasonStep } from './reason-step.tsx';
import { ReceiptStep } from './receipt-step.tsx';
import { TriageStep } from './triage-step.tsx';
import { WaitingApprovals } from './waiting-approvals.tsx';
import './counter.css';
import './triage.css';

const ClosedCase = lazy(async () => ({ default: (await import('../speed/closed-case.tsx')).ClosedCase }));
const RecentPeople = lazy(async () => ({
  default: (await import('../speed/recent-people.tsx')).RecentPeople,
}));

/**
 * The desk: one case at a time, one task per screen. The agent holds the case; this screen holds only what has not been
 * sent yet, so that a closed window loses no decision.
 */
export function CounterDesk({ session }: { readonly session: StaffSession }) {
  const held = useFollowed('counter.case', 'case', ['suspensions']);
  const closing = usePress();
  const checking = usePress();
  /** What is typed in the search stays when somebody comes back to it; only whether it is anything changes this screen. */
  const query = useRef('');
  const [typing, setTyping] = useState(false);
  const [person, setPerson] = useState<PersonHit | null>(null);
  const [earlier, setEarlier] = useState<{ caseId: string; step: CaseStep } | null>(null);
  const scanned = useScannedCard();
  const memory = useDeskMemory();
  const { noteClosed, noteOpened, unsent } = memory;
  const [shown, setShown] = useState<ShownSecret | null>(null);
  // A case whose person the directory has no more is over: what it was is not shown on.
  const open = held.refusal?.code === 'case/person-gone' ? null : (held.value ?? null);
  const openId = open?.id;

  const visitor = open?.person;
  useEffect(() => {
    if (visitor !== undefined) noteOpened(visitor);
  }, [visitor, noteOpened]);

  // Nobody is on the desk: whose card was read is whom the visit is about.
  useEffect(() => {
    const { card } = scanned;
    if (openId !== undefined || card?.outcome !== 'person' || card.person.standing === 'self') return;
    setPerson(card.person);
    scanned.forget();
  }, [openId, scanned]);

  // The case may be told of by its event before the call that opened it has answered: either ends the search.
  useEffect(() => {
    if (openId === undefined) return;
    setPerson(null);
    query.current = '';
    setTyping(false);
    noteClosed(null);
    // Of an earlier case nothing is left.
    return () => setShown(null);
  }, [openId, noteClosed]);

  // What was typed for a case goes with it. Until the agent has said, the desk may only be looked at again.
  const isEmpty = held.value === null;
  useEffect(() => {
    if (isEmpty) unsent.forget();
  }, [isEmpty, unsent]);

  const onOpened = (opened: CounterCase) => {
    checking.forget();
    held.take(opened);
  };
  useActions(idleActions(open === null, memory.recent, setPerson));

  if (open === null) {
    return (
      <div className="desk">
        <CaseTrail step={person === null ? 'find' : 'reason'} open={null} />
        <RefusalNotice refusal={held.refusal ?? checking.refusal} />
        <ScanNotice onDesk={null} />
        {person === null ? (
          <>
            <WaitingApprovals onTaken={held.take} />
            <ParkedCases onTaken={held.take} />
            {memory.closedCase !== null && !typing && (
              <Suspense fallback={null}>
                <ClosedCase caseId={memory.closedCase} onTakenBack={held.take} />
              </Suspense>
            )}
            <FindPerson
              initial={query.current}
              onTyped={(typed) => {
                query.current = typed;
                setTyping(typed !== '');
              }}
              onFound={setPerson}
              onOpened={onOpened}
            />
            {(memory.recent.length > 0 || memory.restoreRecent !== null) && !typing && (
              <Suspense fallback={null}>
                <RecentPeople
                  people={memory.recent}
                  onChoose={setPerson}
                  onClear={memory.clearRecent}
                  onRestore={memory.restoreRecent}
                />
              </Suspense>
            )}
          </>
        ) : (
          <ReasonStep person={person} onBack={() => setPerson(null)} onOpened={onOpened} />
        )}
      </div>
    );
  }

  const reached = stepOf(open);
  const wanted = earlier !== null && earlier.caseId === open.id ? earlier.step : reached;
  const step = canGoBackTo(wanted, reached) ? wanted : reached;
  // What was issued is in this one answer; it is kept for as long as its case is on the screen, and nowhere else.
  const keepShown = (answer: Result<CounterCase>) => {
    if (answer.ok && answer.value.acts.shown !== null) setShown(answer.value.acts.shown);
  };
  const moveOn = (next: CounterCase) => {
    unsent.forget();
    setEarlier(null);
    held.take(next);
  };
  const goBack = (to: CaseStep) => setEarlier({ caseId: open.id, step: to });
  const close = () =>
    void closing.run(
      () => window.madoguchi.call('counter.close', { caseId: open.id }),
      () => {
        if (step !== 'receipt' && step !== 'approve') memory.noteClosed(open.id);
        held.take(null);
      },
    );

  return (
    <div className="desk" data-testid={`case-step-${step}`} key={open.id}>
      <CaseTrail step={step} open={open} />
      <CaseHeader open={open}>
        {step !== 'receipt' && <CloseAction onClose={close} busy={closing.busy} />}
      </CaseHeader>
      <RefusalNotice refusal={closing.refusal} />
      <ScanNotice onDesk={open.person.id} />
      {/* What is chosen there outlives a step: the next one may come by itself, once the person's factors are known. */}
      {(step === 'triage' || step === 'check') && (
        <PersonFailuresNotice key={open.person.id} personId={open.person.id} />
      )}
      <Fragment key={step}>
        {step === 'triage' && open.triage !== null && (
          <TriageStep
            open={open}
            triage={open.triage}
            onChanged={held.take}
            onEnded={() => held.take(null)}
            onContinue={() => setEarlier(null)}
          />
        )}
        {step !== 'receipt' && (
          <CaseWatch caseId={open.id} onCheckAgain={() => goBack('check')} onClose={close}>
            {(view, take) =>
              step === 'check' && (
                <CheckStep
                  open={open}
                  view={view}
                  onViewed={take}
                  press={checking}
                  onChecked={moveOn}
                  onEnded={() => held.take(null)}
                  onBack={() => goBack('triage')}
                />
              )
            }
          </CaseWatch>
        )}
        {step === 'decide' && (
          <DecideStep session={session} open={open} onDecided={moveOn} onBack={() => goBack('check')} />
        )}
        {step === 'read' && (
          <ReadStep open={open} onSigned={moveOn} onAnswer={keepShown} onBack={() => goBack('decide')} />
        )}
        {step === 'approve' && (
          <ApproveStep
            open={open}
            onApproved={moveOn}
            onAnswer={keepShown}
            onSetAside={() => held.take(null)}
          />
        )}
        {step === 'receipt' && (
          <ReceiptStep open={open} shown={shown} onChanged={moveOn} onClose={close} closing={closing.busy} />
        )}
      </Fragment>
    </div>
  );
}
