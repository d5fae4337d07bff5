import { useState } from 'react';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { StaffSession } from '../../../preload/contract/models/staff.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { needsSigner, SignerField } from '../operators/signer-field.tsx';
import { ApprovalAhead } from './approval-ahead.tsx';
import { OpenCommands } from './open-commands.tsx';
import { chosenTimeAt, defaultPreset, instantOf, judgeUntil, presetsFrom } from './until-choice.ts';
import { UntilFields } from './until-fields.tsx';

interface Properties {
  readonly session: StaffSession;
  readonly open: CounterCase;
  readonly onDecided: (next: CounterCase) => void;
  readonly onBack: () => void;
}

/** Until when: one press for the policy's usual lengths, or an exact day and time within its limit (I2). */
export function DecideStep({ session, open, onDecided, onBack }: Properties) {
  const { text, language } = useText();
  const press = usePress();
  const now = useStationNow(60_000) ?? Date.parse(open.openedAt);
  const presets = presetsFrom(open.limits, now);
  const [choice, setChoice] = useState<string>(() => {
    if (open.decision !== null) return 'exact';
    return String(defaultPreset(presets, open.limits)?.hours ?? 'exact');
  });
  const [time, setTime] = useState(() =>
    chosenTimeAt(Date.parse(open.decision?.until ?? open.limits.defaultUntil)),
  );

  const until = presets.find((preset) => String(preset.hours) === choice)?.until ?? instantOf(time);
  const verdict = judgeUntil(until, open.limits, now);
  const [signer, setSigner] = useState('');
  const signerMissing = needsSigner(session) && signer === '';
  const decide = () => {
    const decided = { caseId: open.id, until: new Date(until).toISOString() };
    const input = needsSigner(session) ? { ...decided, signer } : decided;
    void press.run(() => window.madoguchi.call('counter.decide', input), onDecided);
  };

  return (
    <section className="step">
      <ScreenHeading>{text('decide.heading')}</ScreenHeading>
      <OpenCommands commands={open.openCommands} />
      <ApprovalAhead open={open} />
      <Choices
        label={text('decide.heading')}
        labelHidden
        columns={2}
        value={choice}
        onChoose={setChoice}
        choices={[
          ...presets.map((preset) => ({
            value: String(preset.hours),
            label: text('decide.hours', { hours: preset.hours }),
            detail: text('decide.until', { until: dayAndTime(preset.until, language) }),
          })),
          {
            value: 'exact',
            label: text('decide.exact'),
            detail: text('decide.at-most', {
              until: dayAndTime(Date.parse(open.limits.maximumUntil), language),
            }),
          },
        ]}
      />
      {choice === 'exact' && <UntilFields time={time} limits={open.limits} now={now} onChange={setTime} />}
      <p className={`decide-result decide-${verdict}`} role="status">
        {verdict === 'good'
          ? text('decide.result', { until: dayAndTime(until, language) })
          : text(verdict === 'past' ? 'decide.past' : 'decide.too-late', {
              until: dayAndTime(Date.parse(open.limits.maximumUntil), language),
            })}
      </p>
      {needsSigner(session) && <SignerField value={signer} onChoose={setSigner} />}
      <RefusalNotice refusal={press.refusal} />
      <div className="step-actions">
        <Button icon="back" onClick={onBack}>
          {text('decide.back')}
        </Button>
        <Button
          strength="strong"
          size="large"
          busy={press.busy}
          disabled={verdict !== 'good' || signerMissing}
          onClick={decide}
        >
          {text('decide.next')}
        </Button>
      </div>
    </section>
  );
}
