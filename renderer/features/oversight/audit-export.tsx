import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type {
  AuditExportProgress,
  AuditFormat,
  AuditSelection,
  AuditExport as Exported,
} from '../../../preload/contract/models/audit.ts';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { WorkProgress } from '../../app/work-progress.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOversightText } from './oversight-text.ts';

/** Writes what was searched for to a file, with the signed proof beside it; says how far it is, and ends it when asked. */
export function AuditExport({ selection }: { readonly selection: AuditSelection }) {
  const say = useOversightText();
  const press = usePress();
  const ways = useRef<HTMLDivElement>(null);
  const [ended, setEnded] = useState<Exported | 'cancelled' | null>(null);
  const write = (format: AuditFormat) => {
    setEnded(null);
    void press.run(
      () => window.madoguchi.call('audit.export', { format, selection }),
      (written) => setEnded(written ?? 'cancelled'),
    );
  };
  return (
    <section className="card" aria-label={say('audit.export')} data-testid="audit-export">
      <h2 className="card-title">{say('audit.export')}</h2>
      <p>{say('audit.export-lead')}</p>
      <div className="audit-export-ways" ref={ways}>
        <Button busy={press.busy} onClick={() => write('jsonl')}>
          {say('audit.export.jsonl')}
        </Button>
        <Button busy={press.busy} onClick={() => write('csv')}>
          {say('audit.export.csv')}
        </Button>
      </div>
      {press.busy && <ExportProgress onGone={() => ways.current?.querySelector('button')?.focus()} />}
      <RefusalNotice refusal={press.refusal} />
      {ended === 'cancelled' && <Notice tone="neutral" live="polite" title={say('audit.export-cancelled')} />}
      {ended !== null && ended !== 'cancelled' && (
        <Notice tone="good" live="polite" title={say('audit.exported', { ...ended })}>
          <p className="audit-verify">{say('audit.verify-hint', { file: ended.file })}</p>
        </Notice>
      )}
    </section>
  );
}

/**
 * While it is written. The agent's signature comes last and can't be told by parts. `onGone` is called when it goes away
 * with the focus in it.
 */
function ExportProgress({ onGone }: { readonly onGone: () => void }) {
  const say = useOversightText();
  const box = useRef<HTMLDivElement>(null);
  const gone = useRef(onGone);
  gone.current = onGone;
  useLayoutEffect(() => {
    const shown = box.current;
    return () => {
      if (shown?.contains(document.activeElement) === true) gone.current();
    };
  }, []);
  const [far, setFar] = useState<AuditExportProgress | null>(null);
  const [cancelling, setCancelling] = useState(false);
  useEffect(() => window.madoguchi.on('audit-export', setFar), []);
  const part = far?.part ?? 'writing';
  const counted = far !== null && part === 'writing' && far.total > 0 ? far : null;
  return (
    <div ref={box}>
      <WorkProgress
        part={part}
        label={say(`audit.export.${part}`)}
        done={counted?.done ?? 0}
        total={counted?.total ?? null}
        detail={counted === null ? undefined : say('audit.export.far', { ...counted })}
        cancel={{
          label: say('audit.export.cancel'),
          busy: cancelling,
          onCancel: () => {
            setCancelling(true);
            void window.madoguchi.call('audit.cancelExport', {});
          },
        }}
      />
    </div>
  );
}
