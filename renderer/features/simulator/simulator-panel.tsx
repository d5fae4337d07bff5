import type { SimulatedKey } from '../../../preload/contract/models/keys.ts';
import { useFollowed } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import './simulator.css';

/**
 * The software security key of a demonstration: plays the part of the operator's hand. It stays in reach of dialogs,
 * as a real key on the desk would.
 */
export function SimulatorPanel() {
  const { text } = useText();
  const keys = useFollowed('simulator.keys', 'simulated-keys');
  return (
    <aside
      className="simulator"
      aria-label={text('simulator.heading')}
      data-testid="simulator"
      data-react-aria-top-layer="true"
    >
      <h2>{text('simulator.heading')}</h2>
      <p className="simulator-note">{text('simulator.note')}</p>
      <RefusalNotice refusal={keys.refusal} />
      <ul>
        {(keys.value ?? []).map((key) => (
          <SimulatedKeyCard key={key.id} simulated={key} />
        ))}
      </ul>
      {keys.value !== undefined && <p className="simulator-pin">{text('simulator.pin')}</p>}
    </aside>
  );
}

function SimulatedKeyCard({ simulated }: { readonly simulated: SimulatedKey }) {
  const { text, localized } = useText();
  const press = usePress();
  const { id: keyId, inserted, waitingForTouch } = simulated;
  const plug = inserted ? 'simulator.remove' : 'simulator.insert';
  return (
    <li
      className="simulated-key"
      data-state={waitingForTouch ? 'waiting' : inserted ? 'inserted' : 'removed'}
    >
      <p className="simulated-key-name">{localized(simulated.label)}</p>
      <StatusPill
        tone={waitingForTouch ? 'warn' : inserted ? 'good' : 'neutral'}
        icon={waitingForTouch ? 'hourglass' : inserted ? 'check' : 'plug'}
      >
        {text(
          waitingForTouch ? 'simulator.waiting' : inserted ? 'simulator.inserted' : 'simulator.not-inserted',
        )}
      </StatusPill>
      <RefusalNotice refusal={press.refusal} />
      <div className="simulated-key-actions">
        <Button
          aria-label={`${text(`${plug}-button`)} — ${localized(simulated.label)}`}
          onClick={() => void press.run(() => window.madoguchi.call(plug, { keyId }))}
        >
          {text(`${plug}-button`)}
        </Button>
        <Button
          disabled={!waitingForTouch}
          className={waitingForTouch ? 'simulated-touch' : ''}
          aria-label={`${text('simulator.touch-button')} — ${localized(simulated.label)}`}
          onClick={() => void press.run(() => window.madoguchi.call('simulator.touch', { keyId }))}
        >
          {text('simulator.touch-button')}
        </Button>
        {simulated.fingerprint && (
          <Button
            disabled={!waitingForTouch}
            aria-label={`${text('simulator.other-finger')} — ${localized(simulated.label)}`}
            onClick={() =>
              void press.run(() => window.madoguchi.call('simulator.touch', { keyId, finger: 'wrong' }))
            }
          >
            {text('simulator.other-finger')}
          </Button>
        )}
      </div>
    </li>
  );
}
