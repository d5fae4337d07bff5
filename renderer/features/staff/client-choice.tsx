import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { cancelAuthenticator } from './platform-authenticator.ts';
import { useStaffClient } from './staff-client.tsx';

/** Which way the authenticator is asked, why, and the other way beside it; while the system's dialog is open, its end. */
export function ClientChoice({ busy }: { readonly busy: boolean }) {
  const { text } = useText();
  const { client, advised, choose } = useStaffClient();
  if (advised === null) return null;
  if (busy) {
    if (client === 'hid') return null;
    return (
      <div className="client-choice" role="status">
        <p>{text('client.follow-dialog')}</p>
        <Button strength="quiet" onClick={cancelAuthenticator}>
          {text('action.cancel')}
        </Button>
      </div>
    );
  }
  const other = advised.offered.find((one) => one !== client);
  return (
    <div className="client-choice" data-client={client}>
      <p>{text(client === advised.chosen ? `client.reason.${advised.reason}` : 'client.reason.asked')}</p>
      {other !== undefined && (
        <Button strength="quiet" icon={other === 'hid' ? 'key' : 'shield'} onClick={() => choose(other)}>
          {text(`client.use-${other}`)}
        </Button>
      )}
    </div>
  );
}
