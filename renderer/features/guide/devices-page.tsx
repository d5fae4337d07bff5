import { type SyntheticEvent, useState } from 'react';
import type { DevicePlatform } from '../../../preload/contract/models/devices.ts';
import type { DeviceVerdictRow } from '../../../preload/contract/models/guide-answers.ts';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AssumedMark, AssumedNote } from './assumed-mark.tsx';
import { useGuideText } from './guide-text.ts';

interface Asked {
  readonly platform: DevicePlatform | null;
  readonly model: string | null;
  readonly version: string;
  readonly year: number | null;
}
const nobodyAsked: Asked = { platform: null, model: null, version: '', year: null };

/** Which methods a device can carry, by its kind, its system's version and its age. */
export function DevicesPage() {
  const { localized } = useText();
  const speak = useGuideText();
  const [platformId, setPlatformId] = useState('');
  const [model, setModel] = useState('');
  const [version, setVersion] = useState('');
  const [year, setYear] = useState('');
  const [asked, setAsked] = useState<Asked>(nobodyAsked);
  const { value, refusal } = useAsked('guide.devices', asked, ['station']);
  const platform = value?.platforms.find(({ id }) => id === platformId);
  const models = value?.models.filter((one) => one.platform === platformId) ?? [];
  const lookUp = (event: SyntheticEvent) => {
    event.preventDefault();
    if (platform === undefined) return;
    const typedYear = Number(year.normalize('NFKC').trim());
    setAsked({
      platform: platform.id,
      model: model === '' ? null : model,
      version: platform.asksVersion ? version : '',
      year:
        model === '' && Number.isInteger(typedYear) && typedYear >= 1990 && typedYear <= 2100
          ? typedYear
          : null,
    });
  };
  const answered = asked.platform !== null && asked.platform === platformId ? value : undefined;
  return (
    <section className="guide-devices" data-testid="guide-devices">
      <ScreenHeading>{speak('guide.devices.heading')}</ScreenHeading>
      <p>{speak('guide.devices.lead')}</p>
      <RefusalNotice refusal={refusal} />
      <form className="guide-device-form" onSubmit={lookUp}>
        <SelectField
          label={speak('guide.devices.platform')}
          value={platformId}
          onChange={(event) => {
            setPlatformId(event.target.value);
            setModel('');
            setAsked(nobodyAsked);
          }}
        >
          <option value="" disabled>
            {speak('guide.devices.choose')}
          </option>
          {value?.platforms.map(({ id, label }) => (
            <option key={id} value={id}>
              {localized(label)}
            </option>
          ))}
        </SelectField>
        {models.length > 0 && (
          <SelectField
            label={speak('guide.devices.model')}
            value={model}
            onChange={(event) => {
              setModel(event.target.value);
              setAsked(nobodyAsked);
            }}
          >
            <option value="">{speak('guide.devices.model-other')}</option>
            {models.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        {platform?.asksVersion === true && (
          <TextField
            label={speak('guide.devices.version')}
            hint={speak('guide.devices.version-hint')}
            value={version}
            onChange={(event) => setVersion(event.target.value)}
            autoComplete="off"
            maxLength={40}
          />
        )}
        {platform !== undefined && platform.supportYears !== null && model === '' && (
          <TextField
            label={speak('guide.devices.year')}
            hint={platform.note === null ? undefined : localized(platform.note)}
            value={year}
            onChange={(event) => setYear(event.target.value)}
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
          />
        )}
        <div className="guide-actions">
          <Button type="submit" strength="strong" disabled={platform === undefined}>
            {speak('guide.devices.look-up')}
          </Button>
        </div>
      </form>
      <div role="status">
        {answered !== undefined && answered.methods.length > 0 && (
          <section aria-label={speak('guide.devices.results')}>
            <h2 className="guide-subheading">{speak('guide.devices.results')}</h2>
            <ul className="guide-methods">
              {answered.methods.map((method) => (
                <MethodLine key={method.method} method={method} />
              ))}
            </ul>
            {platform?.supportYears === null && platform.note !== null && <p>{localized(platform.note)}</p>}
            {answered.pastSupport !== null && (
              <Notice tone={answered.pastSupport ? 'warn' : 'neutral'}>
                <p>{speak(pastWords(asked.model !== null, answered.pastSupport))}</p>
              </Notice>
            )}
          </section>
        )}
      </div>
      {value !== undefined && (
        <p className="field-hint" data-testid="devices-source">
          {speak('guide.devices.source', { asOf: value.asOf, source: localized(value.source) })}
        </p>
      )}
      <AssumedNote shown={answered?.methods.some(({ assumed }) => assumed) === true} />
    </section>
  );
}

/** What a maker says of a model is said as such; what its year suggests, only as likely. */
function pastWords(ofModel: boolean, past: boolean) {
  if (ofModel) return past ? 'guide.devices.model-past' : 'guide.devices.model-updated';
  return past ? 'guide.devices.past' : 'guide.devices.not-past';
}

const marks: Readonly<Record<DeviceVerdictRow['verdict'], readonly [tone: string, IconName]>> = {
  works: ['tone-good', 'check'],
  'too-old': ['tone-bad', 'cross'],
  'update-first': ['tone-warn', 'info'],
  'model-ends': ['tone-bad', 'cross'],
  'unknown-version': ['tone-warn', 'info'],
  'not-there': ['tone-bad', 'cross'],
};

function MethodLine({ method }: { readonly method: DeviceVerdictRow }) {
  const { localized } = useText();
  const speak = useGuideText();
  const [tone, icon] = marks[method.verdict];
  return (
    <li className={`guide-method ${tone}`} data-method={method.method} data-verdict={method.verdict}>
      <Icon name={icon} />
      <span className="row-words">
        <span className="row-title">{localized(method.label)}</span>
        <span>
          {speak(`guide.devices.${method.verdict}`, {
            from: method.from ?? '',
            upTo: method.upTo ?? '',
          })}{' '}
          <AssumedMark assumed={method.assumed && method.from !== null} />
        </span>
        {method.note !== null && <span className="row-detail">{localized(method.note)}</span>}
      </span>
    </li>
  );
}
