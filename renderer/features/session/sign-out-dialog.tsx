import type { DeskFiles } from '../../../preload/contract/models/desk.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Properties {
  /** What still lies in the session's folder; null while nothing is asked. */
  readonly files: DeskFiles | null;
  readonly busy: boolean;
  readonly onSignOut: () => void;
  readonly onCancel: () => void;
}

/** Before a sign-out that deletes files: which they are, and that they can still be saved elsewhere. */
export function SignOutDialog({ files, busy, onSignOut, onCancel }: Properties) {
  const { text } = useText();
  return (
    <Dialog
      urgent
      title={text('sign-out.title')}
      open={files !== null}
      onCancel={() => {
        if (!busy) onCancel();
      }}
      testId="sign-out-dialog"
    >
      {files !== null && (
        <>
          <p>{text('sign-out.files')}</p>
          <ul className="kept-files">
            {files.names.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
          {files.more > 0 && <p>{text('sign-out.more', { count: files.more })}</p>}
          <p>{text('sign-out.how')}</p>
          <div className="dialog-actions">
            <Button onClick={onCancel} disabled={busy}>
              {text('sign-out.back')}
            </Button>
            <Button strength="strong" icon="leave" busy={busy} onClick={onSignOut}>
              {text('sign-out.delete')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
