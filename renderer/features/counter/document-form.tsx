import { useState } from 'react';
import { calendarDay, japanDate, japanInstant } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { CheckMark } from '../../ui/check-mark.tsx';
import { Choices } from '../../ui/choices.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type CardNumberProblem, readCardNumber } from '../check/card-number.ts';
import { useCheckText } from '../check/check-text.ts';
import { eraYear, readTypedDate } from '../check/typed-date.ts';
import { type AcceptedDocument, type DocumentDraft, isExpired, withType } from './document-draft.ts';

interface Properties {
  readonly draft: DocumentDraft;
  readonly accepted: readonly AcceptedDocument[];
  readonly onChange: (draft: DocumentDraft) => void;
}

/** The questions about one document, each answered by looking at it. */
export function DocumentForm({ draft, accepted, onChange }: Properties) {
  const { text } = useText();
  const say = useCheckText();
  const type = accepted.find((one) => one.type === draft.type);
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
        onChoose={(chosen) => {
          const next = accepted.find((one) => one.type === chosen);
          if (next !== undefined) onChange(withType(draft, next));
        }}
        choices={accepted.map(({ type: value }) => ({ value, label: text(`document.${value}`) }))}
      />
      {draft.type === 'my-number-card' && <p className="check-needed">{say('check.front-only')}</p>}
      {type?.photo === false && <p className="check-needed">{say('check.no-photo')}</p>}
      <div className="document-questions">
        {type?.photo !== false && (
          <Choices
            label={text('check.photo')}
            columns={2}
            value={draft.photo}
            onChoose={(photo) => onChange({ ...draft, photo })}
            choices={answers}
          />
        )}
        <Choices
          label={text('check.name')}
          columns={2}
          value={draft.name}
          onChoose={(name) => onChange({ ...draft, name })}
          choices={answers}
        />
        <ValidityField draft={draft} always={type?.dated === true} onChange={onChange} />
        {draft.type !== 'my-number-card' && <LastFourField draft={draft} onChange={onChange} />}
      </div>
    </div>
  );
}

interface FieldProperties {
  readonly draft: DocumentDraft;
  readonly onChange: (draft: DocumentDraft) => void;
}

/** The date, as it stands on the card, read at once: as which day, or why not. */
function ValidityField({ draft, always, onChange }: FieldProperties & { readonly always: boolean }) {
  const { text, language } = useText();
  const say = useCheckText();
  const [left, setLeft] = useState(false);
  const now = useStationNow(60_000);
  const expired = now !== null && isExpired(draft, japanDate(now));
  const read = readTypedDate(draft.validUntil);
  const day = read.ok ? calendarDay(japanInstant(read.date, 12, 0), language) : null;
  // What is half typed is no mistake yet.
  const mistake = !read.ok && read.problem !== 'empty' && (left || read.problem !== 'unreadable');
  const error =
    expired && day !== null
      ? say('check.expired-on', { date: day })
      : mistake && !draft.noDate
        ? say(`check.date.${read.problem}`)
        : undefined;
  return (
    <div className="document-validity">
      <TextField
        label={text('check.valid-until')}
        autoComplete="off"
        spellCheck={false}
        maxLength={40}
        placeholder="2027-03-31"
        hint={day !== null && read.ok ? `${day} (${eraYear(read.date)})` : say('check.date-hint')}
        value={draft.noDate ? '' : draft.validUntil}
        disabled={draft.noDate}
        onBlur={() => setLeft(true)}
        onChange={(event) => {
          setLeft(false);
          onChange({ ...draft, validUntil: event.target.value });
        }}
        error={error}
      />
      {!always && (
        <CheckMark checked={draft.noDate} onChange={(noDate) => onChange({ ...draft, noDate })}>
          {text('check.no-date')}
        </CheckMark>
      )}
    </div>
  );
}

/** Longer than any number: what is pasted is cut here, and still too long. */
const longestNumber = 201;

/** At most four characters. What is longer never gets into the draft, and the field is empty again (I7). */
function LastFourField({ draft, onChange }: FieldProperties) {
  const { text } = useText();
  const say = useCheckText();
  const [problem, setProblem] = useState<CardNumberProblem | null>(null);
  return (
    <TextField
      label={text('check.last-four')}
      className="document-last-four"
      value={draft.lastFour}
      maxLength={longestNumber}
      onChange={(event) => {
        const read = readCardNumber(event.target.value);
        setProblem(read.ok ? null : read.problem);
        onChange({ ...draft, lastFour: read.ok ? read.lastFour : '' });
      }}
      autoComplete="off"
      spellCheck={false}
      hint={text('check.last-four-hint')}
      error={problem === null ? undefined : say(`check.number.${problem}`)}
    />
  );
}
