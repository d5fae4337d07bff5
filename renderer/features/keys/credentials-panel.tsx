import { useState } from 'react';
import type { Refusal } from '../../../preload/contract/errors.ts';
import type { KeyCredentials, PluggedKey } from '../../../preload/contract/models/keys.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import { CareRefusal } from './care-refusal.tsx';

type Credential = KeyCredentials['credentials'][number];

interface Properties {
  readonly plugged: PluggedKey;
  readonly found: KeyCredentials;
  /** Reads the list anew, after something was deleted. */
  readonly onAgain: () => void;
  readonly refusal: Refusal | null;
  readonly onBack: () => void;
}

/** What the key keeps for this institution. Other sites' registrations are only counted, never shown or touched. */
export function CredentialsPanel({ plugged, found, onAgain, refusal, onBack }: Properties) {
  const { text, localized } = useText();
  const press = usePress();
  const [deleting, setDeleting] = useState<Credential | null>(null);
  const [deleted, setDeleted] = useState<readonly string[]>([]);
  const credentials = found.credentials.filter(({ id }) => !deleted.includes(id));
  const others = found.stored - found.credentials.length;
  const nameOf = ({ name }: Credential) => localized(name) || text('keys.credential-unnamed');
  const remove = (credential: Credential) => {
    setDeleting(null);
    void press.run(
      () =>
        window.madoguchi.call('keys.deleteCredential', { keyId: plugged.id, credentialId: credential.id }),
      () => setDeleted([...deleted, credential.id]),
    );
  };
  return (
    <section className="keys" data-testid="key-credentials">
      <ScreenHeading>{text('keys.credentials-heading')}</ScreenHeading>
      <p>{text('keys.pin-for', { device: plugged.product })}</p>
      <CareRefusal refusal={press.refusal ?? refusal} />
      {deleted.length > 0 && !press.busy && press.refusal === null && (
        <Notice tone="good" live="polite">
          <p>{text('keys.credential-deleted')}</p>
        </Notice>
      )}
      {credentials.length === 0 && <p>{text('keys.credentials-none')}</p>}
      <ul className="key-credentials">
        {credentials.map((credential) => (
          <li key={credential.id} className="key-credential" data-testid="key-credential">
            <div className="key-credential-words">
              <p className="key-credential-name">{nameOf(credential)}</p>
              <code>{credential.id.slice(0, 16)}…</code>
            </div>
            <StatusPill tone={credential.registered ? 'good' : 'neutral'}>
              {text(credential.registered ? 'keys.credential-registered' : 'keys.credential-unregistered')}
            </StatusPill>
            <Button
              icon="trash"
              onClick={() => setDeleting(credential)}
              disabled={press.busy}
              aria-label={`${text('keys.credential-delete')} — ${nameOf(credential)}`}
            >
              {text('keys.credential-delete')}
            </Button>
          </li>
        ))}
      </ul>
      <p className="field-hint">
        {text('keys.credentials-room', { others, remaining: found.remaining + deleted.length })}
      </p>
      <div className="keys-actions">
        <Button icon="back" onClick={onBack} disabled={press.busy}>
          {text('action.back')}
        </Button>
        {deleted.length > 0 && (
          <Button icon="list" onClick={onAgain} disabled={press.busy}>
            {text('keys.credentials-again')}
          </Button>
        )}
      </div>
      <Dialog
        urgent
        title={text('keys.credential-delete-title')}
        open={deleting !== null}
        onCancel={() => setDeleting(null)}
        testId="key-credential-delete"
      >
        {deleting !== null && (
          <>
            <p>{text('keys.credential-delete-what', { name: nameOf(deleting) })}</p>
            {deleting.registered && (
              <Notice tone="warn">
                <p>{text('keys.credential-delete-registered')}</p>
              </Notice>
            )}
            <div className="dialog-actions">
              <Button onClick={() => setDeleting(null)}>{text('action.cancel')}</Button>
              <Button strength="strong" icon="trash" className="keys-danger" onClick={() => remove(deleting)}>
                {text('keys.credential-delete')}
              </Button>
            </div>
          </>
        )}
      </Dialog>
    </section>
  );
}
