import { useState } from 'react';
import type { DeskSite } from '../../../preload/contract/models/desk.ts';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Properties {
  readonly site: DeskSite;
  readonly multiple: boolean;
  readonly onCancel: () => void;
}

/** Which files a site's file field gets: of the session's folder alone, never by the system's file chooser. */
export function FilesDialog({ site, multiple, onCancel }: Properties) {
  const { text } = useText();
  const files = useAsked('desk.choosable', {});
  const press = usePress();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const names = files.value?.names ?? [];
  const more = files.value?.more ?? 0;
  const choose = (name: string, now: boolean) => {
    if (!multiple) setChosen(now ? [name] : []);
    else setChosen(now ? [...chosen, name] : chosen.filter((one) => one !== name));
  };
  const give = () =>
    void press.run(() => window.madoguchi.call('desk.choose', { siteId: site.id, names: [...chosen] }));
  return (
    <Dialog
      title={text('files.title', { host: site.host })}
      open
      onCancel={() => {
        if (!press.busy) onCancel();
      }}
      testId="files-dialog"
    >
      {files.value !== undefined && names.length === 0 && <p>{text('files.none')}</p>}
      {names.length > 0 && (
        <fieldset className="wish-files">
          <legend>{text(multiple ? 'files.several' : 'files.one')}</legend>
          {names.map((name) => (
            <label key={name} className="wish-file">
              <input
                type={multiple ? 'checkbox' : 'radio'}
                name="file"
                checked={chosen.includes(name)}
                disabled={multiple && chosen.length >= 50 && !chosen.includes(name)}
                onChange={(event) => choose(name, event.target.checked)}
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
      )}
      {more > 0 && <p>{text('sign-out.more', { count: more })}</p>}
      <p className="session-note">{text('files.where')}</p>
      <RefusalNotice refusal={press.refusal ?? files.refusal} />
      <div className="dialog-actions">
        <Button onClick={onCancel} disabled={press.busy}>
          {text('action.cancel')}
        </Button>
        <Button strength="strong" busy={press.busy} disabled={chosen.length === 0} onClick={give}>
          {text('files.give')}
        </Button>
      </div>
    </Dialog>
  );
}
