import { useState } from 'react';
import type { CheckedDocument, CounterCase } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import type { Press } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import {
  blankDocument,
  checkedDocumentOf,
  type DocumentDraft,
  draftFrom,
  maximumDocuments,
} from './document-draft.ts';
import { DocumentForm } from './document-form.tsx';
import { OpenCommands } from './open-commands.tsx';
import { OutcomeAdvice } from './triage-outcome.tsx';

interface Properties {
  readonly open: CounterCase;
  /** The desk's, because a check that fails closes the case and this step with it. */
  readonly press: Press;
  readonly onChecked: (next: CounterCase) => void;
  /** Back to the institution's questions, where it has any. */
  readonly onBack: () => void;
}

/** The identity check. What is recorded is its outcome, never the document's number (I7). */
export function CheckStep({ open, press, onChecked, onBack }: Properties) {
  const { text, localized } = useText();
  const outcome = open.triage?.outcome ?? null;
  const [drafts, setDrafts] = useState<readonly DocumentDraft[]>(() => firstDrafts(open));
  const documents = drafts.map(checkedDocumentOf);
  const complete = documents.every((document): document is CheckedDocument => document !== null);

  const change = (changed: DocumentDraft) =>
    setDrafts(drafts.map((draft) => (draft.key === changed.key ? changed : draft)));
  const record = () => {
    if (!documents.every((document): document is CheckedDocument => document !== null)) return;
    void press.run(
      () => window.madoguchi.call('counter.recordCheck', { caseId: open.id, documents }),
      onChecked,
    );
  };

  return (
    <section className="step">
      <ScreenHeading>{text('check.heading')}</ScreenHeading>
      {outcome !== null && (
        <details className="advice-guide">
          <summary>{text('triage.outcome', { title: localized(outcome.title) })}</summary>
          <OutcomeAdvice outcome={outcome} />
        </details>
      )}
      <OpenCommands commands={open.openCommands} />
      {drafts.map((draft) => (
        <DocumentForm key={draft.key} draft={draft} accepted={open.acceptedDocuments} onChange={change} />
      ))}
      <RefusalNotice refusal={press.refusal} />
      <div className="step-actions">
        {open.triage !== null && (
          <Button icon="back" onClick={onBack}>
            {text('triage.review')}
          </Button>
        )}
        {drafts.length < maximumDocuments && (
          <Button
            strength="quiet"
            onClick={() => setDrafts([...drafts, blankDocument(`document ${drafts.length}`)])}
          >
            {text('check.another')}
          </Button>
        )}
        {drafts.length > 1 && (
          <Button strength="quiet" onClick={() => setDrafts(drafts.slice(0, -1))}>
            {text('check.one-fewer')}
          </Button>
        )}
        <Button strength="strong" size="large" busy={press.busy} disabled={!complete} onClick={record}>
          {text('check.record')}
        </Button>
      </div>
    </section>
  );
}

function firstDrafts(open: CounterCase): readonly DocumentDraft[] {
  const recorded = open.check?.documents.map((document, index) => draftFrom(document, `document ${index}`));
  return recorded ?? [blankDocument('document 0')];
}
