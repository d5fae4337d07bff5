import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { useActions } from '../speed/use-actions.tsx';

/** Ends the visit without anything being asked for. A draft can be taken back afterwards. */
export function CloseAction({ onClose, busy }: { readonly onClose: () => void; readonly busy: boolean }) {
  const { text } = useText();
  useActions([{ id: 'action.close-case', group: 'case', run: onClose }]);
  return (
    <Button strength="quiet" icon="cross" onClick={onClose} busy={busy}>
      {text('counter.close')}
    </Button>
  );
}
