import type { CommandView } from '../../../preload/contract/models/commands.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Suspensions of this person that are still open: nobody should make a second one unawares. */
export function OpenCommands({ commands }: { readonly commands: readonly CommandView[] }) {
  const { text, language } = useText();
  if (commands.length === 0) return null;
  return (
    <Notice tone="warn" title={text('counter.open-commands')}>
      <ul>
        {commands.map((command) => (
          <li key={command.id}>
            {text('counter.open-command', {
              reference: command.reference,
              state: text(`command.state.${command.state}`),
              until: command.until === null ? '—' : dayAndTime(Date.parse(command.until), language),
            })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
