import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { japanInstant, shortDay } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { type ChosenTime, daysUpTo } from './until-choice.ts';

interface Properties {
  readonly time: ChosenTime;
  readonly limits: CounterCase['limits'];
  readonly now: number;
  readonly onChange: (time: ChosenTime) => void;
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const minutes = Array.from({ length: 12 }, (_, index) => index * 5);

/** Day with its weekday, hour and minute in Japan time; days beyond the limit are not offered at all. */
export function UntilFields({ time, limits, now, onChange }: Properties) {
  const { text, language } = useText();
  return (
    <fieldset className="until-fields">
      <legend className="visually-hidden">{text('decide.exact')}</legend>
      <SelectField
        label={text('decide.day')}
        value={time.date}
        onChange={(event) => onChange({ ...time, date: event.target.value })}
      >
        {daysUpTo(limits, now).map((date) => (
          <option key={date} value={date}>
            {shortDay(japanInstant(date, 12, 0), language)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={text('decide.hour')}
        value={time.hour}
        onChange={(event) => onChange({ ...time, hour: Number(event.target.value) })}
      >
        {hours.map((hour) => (
          <option key={hour} value={hour}>
            {String(hour).padStart(2, '0')}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={text('decide.minute')}
        value={time.minute}
        onChange={(event) => onChange({ ...time, minute: Number(event.target.value) })}
      >
        {minutes.map((minute) => (
          <option key={minute} value={minute}>
            {String(minute).padStart(2, '0')}
          </option>
        ))}
      </SelectField>
      <p className="until-zone">{text('decide.japan-time')}</p>
    </fieldset>
  );
}
