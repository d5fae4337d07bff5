import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Icon } from '../../ui/icon.tsx';

/** What staff want the person to know; it stays until the session ends or another one comes. */
export function StaffMessage({ message }: { readonly message: NonNullable<LabSession['message']> }) {
  const { text, localized } = useText();
  return (
    <div className="staff-message tone-neutral" role="status" data-testid="staff-message">
      <Icon name="info" />
      <p>
        <span className="staff-message-from">
          {text('session.message', { time: clockTime(Date.parse(message.at)) })}
        </span>
        {localized(message.text)}
      </p>
    </div>
  );
}
