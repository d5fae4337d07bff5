import type { PluggedKey } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice, type Tone } from '../../ui/notice.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import '../../ui/card.css';
import { KeyFacts } from './key-facts.tsx';
import { type KeyStanding, keyActions, keyStanding } from './key-standing.ts';

interface Properties {
  readonly plugged: PluggedKey;
  /** The only key that is plugged in: its next step may be the screen's strong one. */
  readonly only: boolean;
  readonly udevRule: string | null;
  readonly busy: boolean;
  readonly onPin: () => void;
  readonly onCredentials: () => void;
  readonly onReset: () => void;
}

const tones: Readonly<Record<KeyStanding, Tone>> = {
  'no-permission': 'bad',
  'in-use': 'warn',
  'u2f-only': 'bad',
  unreadable: 'bad',
  'blocked-for-good': 'bad',
  'blocked-until-replug': 'warn',
  'pin-unsupported': 'bad',
  'pin-not-set': 'warn',
  'pin-must-change': 'warn',
  'sensor-blocked': 'warn',
  ready: 'good',
};

/** One plugged-in key: how it stands, what stands in the way and the way out, and what can be done with it. */
export function KeyCard({ plugged, only, udevRule, busy, onPin, onCredentials, onReset }: Properties) {
  const { text } = useText();
  const standing = keyStanding(plugged);
  const actions = keyActions(plugged);
  const tone = tones[standing];
  const blocked = standing === 'blocked-for-good';
  const pinNext = standing === 'pin-not-set' || standing === 'pin-must-change';
  return (
    <li className="card key-card" data-testid="key-card" data-standing={standing}>
      <header className="key-card-head">
        <h2 className="card-title">{plugged.product === '' ? text('keys.unnamed') : plugged.product}</h2>
        <StatusPill tone={tone}>{text(`keys.standing.${standing}`)}</StatusPill>
      </header>
      {standing !== 'ready' && (
        <Notice tone={tone}>
          <p>{text(`keys.standing.${standing}-next`)}</p>
        </Notice>
      )}
      {standing === 'no-permission' && udevRule !== null && (
        <div className="key-udev">
          <p>{text('keys.udev')}</p>
          <pre>{udevRule}</pre>
        </div>
      )}
      {plugged.condition !== null && <KeyFacts condition={plugged.condition} />}
      {actions.reset && (
        <div className="key-card-actions">
          {(actions.setPin || actions.changePin) && (
            <Button
              strength={only && pinNext ? 'strong' : 'plain'}
              icon="key"
              onClick={onPin}
              disabled={busy}
            >
              {text(actions.setPin ? 'keys.set-pin' : 'keys.change-pin')}
            </Button>
          )}
          {actions.credentials && (
            <Button icon="list" onClick={onCredentials} busy={busy}>
              {text('keys.credentials')}
            </Button>
          )}
          <Button
            strength={only && blocked ? 'plain' : 'quiet'}
            icon="trash"
            onClick={onReset}
            disabled={busy}
            className="key-reset-button"
          >
            {text('keys.reset')}
          </Button>
        </div>
      )}
    </li>
  );
}
