import { type AcceptedDocument, type DocumentDraft, withType } from '../counter/document-draft.ts';
import type { Action } from '../speed/action.ts';

/**
 * The keys of the check, each for one thing that was looked at. They only say "yes": whoever sees a difference looks for
 * its answer on the screen.
 */
export function checkActions(at: {
  readonly draft: DocumentDraft | undefined;
  readonly accepted: readonly AcceptedDocument[];
  readonly onChange: (draft: DocumentDraft) => void;
  readonly untickedPoint: string | undefined;
  readonly onTick: (id: string) => void;
}): readonly Action[] {
  const { draft, accepted, onChange, untickedPoint } = at;
  if (draft === undefined) return [];
  const type = accepted.find((one) => one.type === draft.type);
  const press = (letter: string) => ({ alt: true, code: `Key${letter}` });
  const actions: Action[] = [
    {
      id: 'action.document',
      group: 'case',
      chord: { alt: true, code: 'Digit' },
      digits: Math.min(9, accepted.length),
      keyOnly: true,
      run: (digit) => {
        const chosen = accepted[digit - 1];
        if (chosen !== undefined) onChange(withType(draft, chosen));
      },
    },
    {
      id: 'action.name',
      group: 'case',
      chord: press('N'),
      keyOnly: true,
      run: () => onChange({ ...draft, name: 'yes' }),
    },
  ];
  if (type?.photo !== false)
    actions.push({
      id: 'action.photo',
      group: 'case',
      chord: press('P'),
      keyOnly: true,
      run: () => onChange({ ...draft, photo: 'yes' }),
    });
  if (type?.dated !== true)
    actions.push({
      id: 'action.no-date',
      group: 'case',
      chord: press('D'),
      keyOnly: true,
      run: () => onChange({ ...draft, noDate: true }),
    });
  if (untickedPoint !== undefined)
    actions.push({
      id: 'action.point',
      group: 'case',
      chord: press('T'),
      keyOnly: true,
      run: () => at.onTick(untickedPoint),
    });
  return actions;
}
