import type { DocumentType } from '../../../preload/contract/models/counter.ts';
import { calendarDay, japanDate, japanInstant } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { CheckMark } from '../../ui/check-mark.tsx';
import { Choices } from '../../ui/choices.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type DocumentDraft, isExpired, lastFourOf, typedDate } from './document-draft.ts';

interface Properties {
  readonly draft: DocumentDraft;
  readonly accepted: readonly DocumentType[];
  readonly onChange: (draft: DocumentDraft) => void;
}

/** The questions about one document, each answered by looking at it. */
export function DocumentForm({ draft, accepted, onChange }: Properties) {
  const { text, language } = useText();
  const now = useStationNow(60_000);
  const expired = now !== null && isExpired(draft, japanDate(now));
  const date = typedDate(draft.validUntil);
  const answers = [
    { value: 'yes' as const, label: text('check.matches') },
    { value: 'no' as const, label: text('check.differs') },
  ];
  return (
    <div className="document">
      <Choices
        label={text('check.type')}
        columns={3}
        value={draft.type}
        onChoose={(type) => onChange({ ...draft, type })}
        choices={accepted.map((value) => ({ value, label: text(`document.${value}`) }))}
      />
      <div className="document-questions">
        <Choices
          label={text('check.photo')}
          columns={2}
          value={draft.photo}
          onChoose={(photo) => onChange({ ...draft, photo })}
          choices={answers}
        />
        <Choices
          label={text('check.name')}
          columns={2}
          value={draft.name}
          onChoose={(name) => onChange({ ...draft, name })}
          choices={answers}
        />
        <div className="document-validity">
          <TextField
            label={text('check.valid-until')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={16}
            placeholder="2027-03-31"
            hint={
              date === null
                ? text('check.valid-until-hint')
                : calendarDay(japanInstant(date, 12, 0), language)
            }
            value={draft.noDate ? '' : draft.validUntil}
            disabled={draft.noDate}
            onChange={(event) => onChange({ ...draft, validUntil: event.target.value })}
            error={expired ? text('check.expired') : undefined}
          />
          <CheckMark checked={draft.noDate} onChange={(noDate) => onChange({ ...draft, noDate })}>
            {text('check.no-date')}
          </CheckMark>
        </div>
        <TextField
          label={text('check.last-four')}
          className="document-last-four"
          value={draft.lastFour}
          onChange={(event) => onChange({ ...draft, lastFour: lastFourOf(event.target.value) })}
          autoComplete="off"
          spellCheck={false}
          hint={text('check.last-four-hint')}
        />
      </div>
    </div>
  );
}
