import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import './key-drawing.css';

/** What each step looks like: apart from its port, inside it, or waiting for a finger. */
const looks = {
  insert: 'insert',
  replug: 'insert',
  pin: 'pin',
  'change-pin': 'pin',
  touch: 'touch',
  sensor: 'touch',
} as const satisfies Readonly<Record<KeyPrompt['step'], string>>;

/** A security key beside its port: apart while it is awaited, inside otherwise; its disc pulses while it waits for a touch. */
export function KeyDrawing({ step }: { readonly step: KeyPrompt['step'] }) {
  return (
    <svg
      className={`key-drawing key-drawing-${looks[step]}`}
      viewBox="0 0 220 96"
      aria-hidden="true"
      focusable="false"
    >
      <rect className="key-port" x="4" y="20" width="46" height="56" rx="6" />
      <rect className="key-slot" x="38" y="37" width="12" height="22" rx="2" />
      <g className="key-body">
        <rect className="key-plug" x="46" y="38" width="34" height="20" rx="2" />
        <rect className="key-case" x="74" y="26" width="104" height="44" rx="12" />
        <circle className="key-halo" cx="122" cy="48" r="15" />
        <circle className="key-disc" cx="122" cy="48" r="11" />
        <circle className="key-hole" cx="163" cy="48" r="6" />
      </g>
    </svg>
  );
}
