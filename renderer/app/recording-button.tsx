import type { ComponentProps } from 'react';
import { Button } from '../ui/button.tsx';
import { useText } from './language.tsx';
import { useStation } from './station.tsx';

interface Properties extends Omit<ComponentProps<typeof Button>, 'children'> {
  readonly children: string;
}

/** A button whose press is recorded: held back, and saying why, while nothing can be. What runs already goes to its end. */
export function RecordingButton({ children, disabled = false, busy = false, ...rest }: Properties) {
  const { text } = useText();
  const held = useNotRecording() && !busy;
  return (
    <Button {...rest} busy={busy} disabled={disabled || held}>
      {held ? text('held.button', { action: children }) : children}
    </Button>
  );
}

/** Whether the station can be looked at only. */
export function useNotRecording(): boolean {
  return useStation().status?.notRecording !== undefined;
}
