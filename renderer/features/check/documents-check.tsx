import type { CheckView } from '../../../preload/contract/models/check.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { CheckedDocument } from '../../../preload/contract/models/identity.ts';
import { useText } from '../../app/language.tsx';
import type { Press } from '../../app/press.ts';
import { RecordingButton } from '../../app/recording-button.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import {
  areEnough,
  blankDocument,
  checkedDocumentOf,
  type DocumentDraft,
  draftFrom,
  maximumDocuments,
} from '../counter/document-draft.ts';
import { DocumentForm } from '../counter/document-form.tsx';
import { useActions } from '../speed/use-actions.tsx';
import { useUnsent } from '../speed/use-unsent.ts';
import { checkActions } from './check-actions.ts';
import { useCheckText } from './check-text.ts';
import { DoubtButton } from './doubt-button.tsx';
import { PromptList } from './prompt-list.tsx';

interface Properties {
  readonly open: CounterCase;
  readonly view: CheckView;
  readonly press: Press;
  readonly onChecked: (next: CounterCase) => void;
  readonly onEnded: () => void;
  readonly onBack: () => void;
}

/** The visitor's documents, as many as the institution asks for, and its points against impersonation. */
export function DocumentsCheck({ open, view, press, onChecked, onEnded, onBack }: Properties) {
  const { text } = useText();
  const say = useCheckText();
  const [drafts, setDrafts] = useUnsent(open.id, 'documents', () => firstDrafts(open));
  const [ticked, setTicked] = useUnsent<ReadonlySet<string>>(open.id, 'ticked', () => new Set());
  const read = drafts.map((draft) => checkedDocumentOf(draft, view.documents));
  const documents = read.filter((document): document is CheckedDocument => document !== null);
  const complete = documents.length === drafts.length;
  const enough = areEnough(documents, view);
  const ready = view.prompts.every(({ id, tick }) => !tick || ticked.has(id));

  const change = (changed: DocumentDraft) =>
    setDrafts((before) => before.map((draft) => (draft.key === changed.key ? changed : draft)));
  useActions(
    checkActions({
      draft: drafts.at(-1),
      accepted: view.documents,
      onChange: change,
      untickedPoint: view.prompts.find(({ id, tick }) => tick && !ticked.has(id))?.id,
      onTick: (id) => setTicked((before) => new Set([...before, id])),
    }),
  );
  const record = () => {
    const prompts = view.prompts.map(({ id }) => id);
    void press.run(
      () => window.madoguchi.call('counter.recordCheck', { caseId: open.id, documents, prompts }),
      onChecked,
    );
  };

  return (
    <>
      <p className="check-needed">{neededText(view.needed, say)}</p>
      {drafts.map((draft) => (
        <DocumentForm key={draft.key} draft={draft} accepted={view.documents} onChange={change} />
      ))}
      {complete && !enough && (
        <p className="check-needed" role="status">
          {say('check.needed.more')}
        </p>
      )}
      <PromptList
        prompts={view.prompts}
        ticked={ticked}
        onTick={(id, now) =>
          setTicked((before) => new Set(now ? [...before, id] : [...before].filter((one) => one !== id)))
        }
      />
      <RefusalNotice refusal={press.refusal} />
      <div className="step-actions">
        {open.triage !== null && (
          <Button icon="back" data-way="back" onClick={onBack}>
            {text('triage.review')}
          </Button>
        )}
        <DoubtButton caseId={open.id} method="documents" press={press} onEnded={onEnded} />
        {drafts.length < maximumDocuments && (
          <Button
            strength="quiet"
            onClick={() => setDrafts((before) => [...before, blankDocument(`document ${before.length}`)])}
          >
            {text('check.another')}
          </Button>
        )}
        {drafts.length > 1 && (
          <Button strength="quiet" onClick={() => setDrafts((before) => before.slice(0, -1))}>
            {text('check.one-fewer')}
          </Button>
        )}
        <RecordingButton
          strength="strong"
          size="large"
          busy={press.busy}
          disabled={!complete || !ready || !(enough || speaksAgainst(documents, view))}
          onClick={record}
        >
          {text('check.record')}
        </RecordingButton>
      </div>
    </>
  );
}

/** What differs is recorded whatever else is missing: it ends the case. */
function speaksAgainst(documents: readonly CheckedDocument[], view: CheckView): boolean {
  return documents.some(
    ({ type, photoMatches, nameMatches }) =>
      !nameMatches || (!photoMatches && view.documents.some((one) => one.type === type && one.photo)),
  );
}

function neededText(needed: CheckView['needed'], say: ReturnType<typeof useCheckText>): string {
  if (needed.withoutPhoto !== null)
    return say('check.needed.either', { count: needed.withPhoto, other: needed.withoutPhoto });
  return needed.withPhoto === 1
    ? say('check.needed.one')
    : say('check.needed.photo', { count: needed.withPhoto });
}

function firstDrafts(open: CounterCase): readonly DocumentDraft[] {
  const recorded = open.check?.documents.map((document, index) => draftFrom(document, `document ${index}`));
  return recorded === undefined || recorded.length === 0 ? [blankDocument('document 0')] : recorded;
}
