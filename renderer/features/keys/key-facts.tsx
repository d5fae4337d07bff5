import type { KeyCondition } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';

/** What the key tells of itself without its PIN. */
export function KeyFacts({ condition }: { readonly condition: KeyCondition }) {
  const { text } = useText();
  const { pin, sensor, credentials, versions, firmware, model, alwaysVerifies } = condition;
  const fido = versions.filter((version) => version.startsWith('FIDO_2')).map(readableVersion);
  return (
    <dl className="facts key-facts">
      <dt>{text('keys.fact.model')}</dt>
      <dd>
        <code>{model}</code>
      </dd>
      <dt>{text('keys.fact.firmware')}</dt>
      <dd>
        {firmware === null ? text('keys.fact.untold') : String(firmware)}
        {fido.length > 0 && <span className="key-facts-note">{fido.join(' / ')}</span>}
      </dd>
      <dt>{text('keys.fact.pin')}</dt>
      <dd>
        {text(
          !pin.supported ? 'keys.fact.pin-unsupported' : pin.set ? 'keys.fact.pin-set' : 'keys.fact.pin-none',
        )}
        {pin.supported && (
          <span className="key-facts-note">
            {text('keys.fact.pin-minimum', { count: pin.minimumLength })}
          </span>
        )}
      </dd>
      {pin.set && pin.retriesLeft !== null && (
        <>
          <dt>{text('keys.fact.retries')}</dt>
          <dd>{text('keys.fact.retries-left', { count: pin.retriesLeft })}</dd>
        </>
      )}
      {sensor !== null && (
        <>
          <dt>{text('keys.fact.sensor')}</dt>
          <dd>
            {text(sensor.enrolled ? 'keys.fact.sensor-enrolled' : 'keys.fact.sensor-empty')}
            {sensor.retriesLeft !== null && (
              <span className="key-facts-note">
                {text('keys.fact.sensor-retries', { count: sensor.retriesLeft })}
              </span>
            )}
          </dd>
        </>
      )}
      {alwaysVerifies === true && (
        <>
          <dt>{text('keys.fact.always')}</dt>
          <dd>{text('keys.fact.always-on')}</dd>
        </>
      )}
      <dt>{text('keys.fact.credentials')}</dt>
      <dd>
        {text(credentials.manageable ? 'keys.fact.credentials-after-pin' : 'keys.fact.credentials-untold')}
        {credentials.remaining !== null && (
          <span className="key-facts-note">
            {text('keys.fact.credentials-room', { count: credentials.remaining })}
          </span>
        )}
      </dd>
    </dl>
  );
}

/** `FIDO_2_1_PRE` as `FIDO 2.1 PRE`. */
function readableVersion(version: string): string {
  return version.replace(/^FIDO_(\d+)_(\d+)/, 'FIDO $1.$2').replaceAll('_', ' ');
}
