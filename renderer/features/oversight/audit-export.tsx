import { useState } from 'react';
import type {
  AuditFormat,
  AuditSelection,
  AuditExport as Exported,
} from '../../../preload/contract/models/audit.ts';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOversightText } from './oversight-text.ts';

/** Writes what was searched for to a file, with the signed proof beside it. */
export function AuditExport({ selection }: { readonly selection: AuditSelection }) {
  const say = useOversightText();
  const press = usePress();
  const [written, setWritten] = useState<Exported | null>(null);
  const write = (format: AuditFormat) => {
    setWritten(null);
    void press.run(() => window.madoguchi.call('audit.export', { format, selection }), setWritten);
  };
  return (
    <section className="card" aria-label={say('audit.export')} data-testid="audit-export">
      <h2 className="card-title">{say('audit.export')}</h2>
      <p>{say('audit.export-lead')}</p>
      <div className="audit-export-ways">
        <Button busy={press.busy} onClick={() => write('jsonl')}>
          {say('audit.export.jsonl')}
        </Button>
        <Button busy={press.busy} onClick={() => write('csv')}>
          {say('audit.export.csv')}
        </Button>
      </div>
      <RefusalNotice refusal={press.refusal} />
      {written !== null && (
        <Notice tone="good" live="polite" title={say('audit.exported', { ...written })}>
          <p className="audit-verify">{say('audit.verify-hint', { file: written.file })}</p>
        </Notice>
      )}
    </section>
  );
}
