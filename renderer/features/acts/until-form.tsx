import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Choices } from '../../ui/choices.tsx';
import type { UntilVerdict } from '../counter/until-choice.ts';
import { UntilFields } from '../counter/until-fields.tsx';
import type { DecideDraft, UntilPreset } from './decide-draft.ts';
import { decideText } from './decide-text.ts';

interface Properties {
  readonly open: CounterCase;
  readonly extending: CommandView | null;
  readonly presets: readonly UntilPreset[];
  readonly draft: DecideDraft;
  readonly end: { readonly until: number; readonly verdict: UntilVerdict };
  readonly now: number;
  readonly onChange: (change: Partial<DecideDraft>) => void;
}

/** Until when: the day's own ends, one press for the policy's usual lengths, or an exact day and time (I2). */
export function UntilForm({ open, extending, presets, draft, end, now, onChange }: Properties) {
  const { text, language, wording, refusal } = useText();
  const chosen = presets.some(({ id }) => id === draft.until) ? draft.until : 'exact';
  const latest = dayAndTime(Date.parse(open.limits.maximumUntil), language);
  return (
    <>
      <Choices
        label={text('decide.heading')}
        labelHidden
        columns={2}
        value={chosen}
        onChoose={(until) => onChange({ until })}
        choices={[
          ...presets.map(({ id, hours, moment, until }) => ({
            value: id,
            label:
              hours === null
                ? decideText(wording, `moment.${moment ?? 'closing'}`)
                : text('decide.hours', { hours }),
            detail: text('decide.until', { until: dayAndTime(until, language) }),
          })),
          { value: 'exact', label: text('decide.exact'), detail: text('decide.at-most', { until: latest }) },
        ]}
      />
      {chosen === 'exact' && (
        <UntilFields
          time={draft.time}
          limits={open.limits}
          now={now}
          onChange={(time) => onChange({ time })}
        />
      )}
      <p className={`decide-result decide-${end.verdict}`} role="status">
        {end.verdict === 'good'
          ? text('decide.result', { until: dayAndTime(end.until, language) })
          : end.verdict === 'past' && extending !== null
            ? refusal({ code: 'case/extends-shorter' }).happened
            : text(end.verdict === 'past' ? 'decide.past' : 'decide.too-late', { until: latest })}
      </p>
    </>
  );
}
