import { useEffect, useState } from 'react';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { KeyDrawing } from './key-drawing.tsx';
import { PinChangeForm } from './pin-change-form.tsx';
import { PinForm } from './pin-form.tsx';
import './key-prompt.css';

/** Follows the `key` event: whatever waits for a security key, sign-in or command, asks for it here. */
export function KeyPromptDialog() {
  const { text } = useText();
  const { connection } = useStation();
  const [prompt, setPrompt] = useState<KeyPrompt | null>(null);
  useEffect(() => window.madoguchi.on('key', setPrompt), []);
  useEffect(() => {
    if (connection === 'lost') setPrompt(null);
  }, [connection]);

  const cancel = () => {
    if (prompt !== null) void window.madoguchi.call('key.cancel', { promptId: prompt.promptId });
  };

  return (
    <Dialog
      title={prompt === null ? '' : text(`key.purpose.${prompt.purpose}`)}
      open={prompt !== null}
      onCancel={cancel}
      testId="key-prompt"
    >
      {prompt !== null && <KeyPromptStep prompt={prompt} onCancel={cancel} />}
    </Dialog>
  );
}

function KeyPromptStep({ prompt, onCancel }: { readonly prompt: KeyPrompt; readonly onCancel: () => void }) {
  const { text } = useText();
  const device = prompt.device;
  // A touch that erases says so.
  const words = prompt.purpose === 'key-reset' && prompt.step === 'touch' ? 'erase' : prompt.step;
  return (
    <div className="key-prompt" data-state={prompt.step}>
      <KeyDrawing step={prompt.step} />
      <div className="key-prompt-words" role="status">
        <p className="key-prompt-title">{text(`key.step.${words}`)}</p>
        <p>{text(`key.step.${words}-detail`, { seconds: prompt.seconds ?? 0 })}</p>
        {prompt.again === 'finger' && <p className="key-prompt-again">{text('key.finger-again')}</p>}
        {prompt.step === 'sensor' && prompt.retriesLeft !== null && (
          <p>{text('key.sensor-retries-left', { count: prompt.retriesLeft })}</p>
        )}
        {device !== null && <p className="key-prompt-device">{text('key.device', { device })}</p>}
        {prompt.simulated && <p className="key-prompt-device">{text('key.simulated')}</p>}
      </div>
      {prompt.step === 'pin' && <PinForm prompt={prompt} onCancel={onCancel} />}
      {prompt.step === 'change-pin' && <PinChangeForm prompt={prompt} onCancel={onCancel} />}
      {prompt.step !== 'pin' && prompt.step !== 'change-pin' && (
        <div className="dialog-actions">
          <Button onClick={onCancel}>{text('action.cancel')}</Button>
        </div>
      )}
    </div>
  );
}
