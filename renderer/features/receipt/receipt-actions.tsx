import { useState } from 'react';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useOversightText } from '../oversight/oversight-text.ts';
import { QrCode } from '../totp/qr-code.tsx';
import './receipt-actions.css';

/** What goes to the visitor: a sheet from a printer that is chosen here, a PDF, or the institution's page as a QR code. */
export function ReceiptActions({ commandId }: { readonly commandId: string }) {
  const { localized } = useText();
  const say = useOversightText();
  const outlets = useAsked('receipt.outlets', {});
  const sheet = useAsked('receipt.sheet', { commandId }, ['suspensions']);
  const press = usePress();
  const [printer, setPrinter] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const printers = outlets.value?.printers ?? [];
  const page = sheet.value?.page ?? null;

  const print = () => {
    setDone(null);
    void press.run(
      () => window.madoguchi.call('receipt.print', { commandId, printer }),
      () => setDone(say('receipt.printed')),
    );
  };
  const save = () => {
    setDone(null);
    void press.run(
      () => window.madoguchi.call('receipt.save', { commandId }),
      ({ name }) => setDone(say('receipt.saved', { name })),
    );
  };

  return (
    <section className="receipt-actions" aria-label={say('receipt.outlets')} data-testid="receipt-actions">
      <h2>{say('receipt.outlets')}</h2>
      <div className="receipt-actions-row">
        {printers.length > 1 && (
          <SelectField
            label={say('receipt.printer')}
            value={printer ?? ''}
            onChange={(event) => setPrinter(event.target.value === '' ? null : event.target.value)}
          >
            <option value="">{say('receipt.printer.standard')}</option>
            {printers.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        {printers.length > 0 ? (
          <Button busy={press.busy} onClick={print}>
            {say('receipt.print')}
          </Button>
        ) : (
          outlets.value !== undefined && <p>{say('receipt.no-printer')}</p>
        )}
        {outlets.value?.folder === true && (
          <Button busy={press.busy} onClick={save}>
            {say('receipt.save')}
          </Button>
        )}
        {page !== null && <Button onClick={() => setShown(true)}>{say('receipt.show-page')}</Button>}
      </div>
      <p role="status">{done}</p>
      <RefusalNotice refusal={press.refusal} />
      <Dialog
        title={page === null ? '' : localized(page.label)}
        open={shown && page !== null}
        onCancel={() => setShown(false)}
        testId="receipt-qr"
      >
        {page !== null && (
          <figure className="receipt-page">
            <QrCode content={page.url} label={localized(page.label)} />
            <figcaption>
              <span>{say('receipt.page.hint')}</span>
              <span className="receipt-page-address">{page.url}</span>
            </figcaption>
          </figure>
        )}
        <div className="dialog-actions">
          <Button strength="strong" onClick={() => setShown(false)}>
            {say('receipt.hide-page')}
          </Button>
        </div>
      </Dialog>
      {sheet.value !== undefined && page === null && <p>{say('receipt.no-page')}</p>}
    </section>
  );
}
