import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { type Speech, useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { ActForm, useReachable } from '../acts/act-form.tsx';
import '../acts/acts.css';
import {
  type ActChoice,
  choicesOf,
  type DecideDraft,
  untilOf,
  untilPresets,
  wishOf,
} from '../acts/decide-draft.ts';
import { decideText } from '../acts/decide-text.ts';
import { UntilForm } from '../acts/until-form.tsx';
import { needsSigner, SignerField } from '../operators/signer-field.tsx';
import { useUnsent } from '../speed/use-unsent.ts';
import { ApprovalAhead } from './approval-ahead.tsx';
import { OpenCommands } from './open-commands.tsx';
import { chosenTimeAt, defaultPreset, presetsFrom } from './until-choice.ts';

interface Properties {
  readonly session: StaffSession;
  readonly open: CounterCase;
  readonly onDecided: (next: CounterCase) => void;
  readonly onBack: () => void;
}

/** What is done about it, of what the institution does, and then what that needs: an end, factors, a time (I2). */
export function DecideStep({ session, open, onDecided, onBack }: Properties) {
  const speech = useText();
  const { text, wording } = speech;
  const press = usePress();
  const now = useStationNow(60_000) ?? Date.parse(open.openedAt);
  const choices = choicesOf(open, now);
  const [chosen, setChosen] = useUnsent<string | null>(open.id, 'act', () => decidedChoice(open, choices));
  const [draft, setDraft] = useUnsent<DecideDraft>(open.id, 'decision', () => firstDraft(open, now));
  const [signer, setSigner] = useUnsent(open.id, 'signer', () => '');
  const choice = choices.find(({ id }) => id === chosen) ?? choices[0];
  const reachable = useReachable(choice);
  const presets = untilPresets(open, choice?.extending ?? null, now);
  const end = untilOf(draft, presets, open, choice?.extending ?? null, now);
  const wish = choice === undefined ? null : wishOf(choice, draft, end);
  const signerMissing = needsSigner(session) && signer === '';
  const change = (part: Partial<DecideDraft>) => setDraft((before) => ({ ...before, ...part }));
  const decide = () => {
    if (wish === null) return;
    const decided = { caseId: open.id, act: wish };
    const input = needsSigner(session) ? { ...decided, signer } : decided;
    void press.run(() => window.madoguchi.call('counter.decide', input), onDecided);
  };
  const onlySuspension = choices.length === 1 && choice?.act.kind === 'suspend';

  return (
    <section className="step">
      <ScreenHeading>
        {onlySuspension ? text('decide.heading') : decideText(wording, 'heading')}
      </ScreenHeading>
      <OpenCommands commands={open.openCommands} />
      <ApprovalAhead open={open} />
      {!onlySuspension && (
        <Choices
          label={decideText(wording, 'act')}
          labelHidden
          columns={2}
          value={choice?.id ?? null}
          onChoose={(next) => setChosen(() => next)}
          choices={choices.map((one) => ({ value: one.id, ...wordsOf(one, speech) }))}
        />
      )}
      {choice?.act.kind === 'suspend' && (
        <UntilForm
          open={open}
          extending={choice.extending}
          presets={presets}
          draft={draft}
          end={end}
          now={now}
          onChange={change}
        />
      )}
      {choice !== undefined && choice.act.kind !== 'suspend' && (
        <ActForm open={open} choice={choice} draft={draft} onChange={change} />
      )}
      {needsSigner(session) && <SignerField value={signer} onChoose={(next) => setSigner(() => next)} />}
      <RefusalNotice refusal={press.refusal} />
      <div className="step-actions">
        <Button icon="back" data-way="back" onClick={onBack}>
          {text('decide.back')}
        </Button>
        <RecordingButton
          strength="strong"
          size="large"
          busy={press.busy}
          disabled={wish === null || !reachable || signerMissing}
          onClick={decide}
        >
          {text('decide.next')}
        </RecordingButton>
      </div>
    </section>
  );
}

function wordsOf({ act, extending }: ActChoice, { language, wording, localized }: Speech) {
  if (extending?.until != null) {
    const until = dayAndTime(Date.parse(extending.until), language);
    return {
      label: decideText(wording, 'extend'),
      detail: decideText(wording, 'extend-detail', { until }),
    };
  }
  const online = act.online ? decideText(wording, 'online') : undefined;
  return {
    label: localized(act.label),
    detail: act.kind === 'request' ? byCentre(act.days, wording) : online,
  };
}

function byCentre(days: ActChoice['act']['days'], wording: Speech['wording']): string {
  if (days === null) return decideText(wording, 'by-centre-days');
  const { from, to } = days;
  if (from === to) return decideText(wording, 'by-centre-within', { days: to });
  return decideText(wording, 'by-centre', { from, to });
}

/** What was decided before, where somebody comes back to change it. */
function decidedChoice(open: CounterCase, choices: readonly ActChoice[]): string | null {
  const act = open.decision?.act;
  if (act === undefined) return null;
  if (act.kind === 'suspend' && act.extends !== null) return 'extend';
  return choices.find((one) => one.act.kind === act.kind && one.extending === null)?.id ?? null;
}

function firstDraft(open: CounterCase, now: number): DecideDraft {
  const { decision, limits } = open;
  const decided = decision?.act;
  const usual = defaultPreset(presetsFrom(limits, now), limits);
  return {
    until: decision?.until == null ? String(usual?.hours ?? 'exact') : 'exact',
    time: chosenTimeAt(Date.parse(decision?.until ?? limits.defaultUntil)),
    factorIds: decided?.kind === 'reset-factors' ? decided.factors.map(({ id }) => id) : [],
    minutes: decided?.kind === 'temporary-code' ? decided.minutes : (open.acts.defaultCodeMinutes ?? 0),
  };
}
