import { useState } from 'react';
import type { DeskSite } from '../../../preload/contract/models/desk.ts';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** The value of the choice that is no printer; printers' names are never empty. */
const intoFile = '';

interface Properties {
  readonly site: DeskSite;
  /** `name`: the file that the page was written to; null where a printer has it. */
  readonly onDone: (name: string | null) => void;
  readonly onCancel: () => void;
}

/** Where a site's page is printed: a printer of this computer, or a PDF among the session's files. Never the system's dialog. */
export function PrintDialog({ site, onDone, onCancel }: Properties) {
  const { text, localized } = useText();
  const printers = useAsked('desk.printers', {});
  const press = usePress();
  const [chosen, setChosen] = useState<string | null>(null);
  const names = printers.value?.names ?? [];
  const usual = printers.value?.standard ?? names[0] ?? intoFile;
  const where = chosen ?? usual;
  const print = () =>
    void press.run(
      () =>
        window.madoguchi.call('desk.print', {
          siteId: site.id,
          printer: where === intoFile ? null : where,
        }),
      ({ name }) => onDone(name),
    );
  return (
    <Dialog
      title={text('print.title')}
      open
      onCancel={() => {
        if (!press.busy) onCancel();
      }}
      testId="print-dialog"
    >
      <p className="wish-page">{site.title === '' ? localized(site.label) : site.title}</p>
      {printers.value !== undefined && (
        <>
          <Choices
            label={text('print.where')}
            value={where}
            onChoose={setChosen}
            choices={[
              ...names.map((name) => ({
                value: name,
                label: name,
                detail: name === printers.value?.standard ? text('print.usual') : undefined,
              })),
              { value: intoFile, label: text('print.file'), detail: text('print.file.detail') },
            ]}
          />
          {names.length === 0 && <p>{text('print.no-printer')}</p>}
        </>
      )}
      <RefusalNotice refusal={press.refusal ?? printers.refusal} />
      <div className="dialog-actions">
        <Button onClick={onCancel} disabled={press.busy}>
          {text('action.cancel')}
        </Button>
        <Button strength="strong" busy={press.busy} disabled={printers.value === undefined} onClick={print}>
          {text(where === intoFile ? 'print.save' : 'print.print')}
        </Button>
      </div>
    </Dialog>
  );
}
