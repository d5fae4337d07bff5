import { useState } from 'react';
import type { AuditPage, AuditSelection } from '../../../preload/contract/models/audit.ts';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { AuditExport } from './audit-export.tsx';
import { AuditForm } from './audit-form.tsx';
import { AuditTable } from './audit-table.tsx';
import { useOversightText } from './oversight-text.ts';

/** Searching and exporting this counter's audit trail. Nothing is looked up before it is asked for. */
export function AuditPanel() {
  const say = useOversightText();
  const press = usePress();
  const [selection, setSelection] = useState<AuditSelection | null>(null);
  const [page, setPage] = useState<AuditPage | null>(null);

  const search = (wanted: AuditSelection) => {
    setSelection(wanted);
    void press.run(() => window.madoguchi.call('audit.search', { selection: wanted, before: null }), setPage);
  };
  const more = () => {
    if (selection === null || page === null || page.next === null) return;
    const { next, rows } = page;
    void press.run(
      () => window.madoguchi.call('audit.search', { selection, before: next }),
      (older) => setPage({ ...older, rows: [...rows, ...older.rows] }),
    );
  };

  return (
    <section className="oversight-panel" data-testid="audit">
      <ScreenHeading>{say('audit.heading')}</ScreenHeading>
      <p>{say('audit.lead')}</p>
      <AuditForm busy={press.busy} onSearch={search} />
      <RefusalNotice refusal={press.refusal} />
      {page !== null && selection !== null && (
        <>
          <AuditExport selection={selection} />
          <p role="status">{say('audit.count', { entries: page.entries })}</p>
          {page.rows.length === 0 ? <p>{say('audit.none')}</p> : <AuditTable rows={page.rows} />}
          {page.next !== null && (
            <div>
              <Button busy={press.busy} onClick={more}>
                {say('audit.more')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
