import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CheckMark } from '../../ui/check-mark.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { Action } from './action.ts';
import { chordText, isCharacter } from './chord.ts';
import { presentStep } from './present-step.ts';
import { questionMarkWanted, wantQuestionMark } from './question-mark.ts';
import { useSpeedText } from './speed-text.ts';
import './speed.css';

interface Properties {
  readonly actions: readonly Action[];
  readonly onClose: () => void;
}

/** The keys that work on the screen behind it, and no others. */
export function ShortcutList({ actions, onClose }: Properties) {
  const say = useSpeedText();
  const [questionMark, setQuestionMark] = useState(questionMarkWanted);
  const [rows] = useState(() => rowsOf(actions));
  return (
    <Dialog title={say('shortcuts.title')} open onCancel={onClose} testId="shortcuts">
      <p>{say('shortcuts.lead')}</p>
      <table className="shortcut-table">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{say('shortcuts.key')}</th>
            <th scope="col">{say('shortcuts.does')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ keys, id, parameters }) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td>{say(id, parameters)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <CheckMark
        checked={questionMark}
        onChange={(wanted) => {
          wantQuestionMark(wanted);
          setQuestionMark(wanted);
        }}
      >
        {say('shortcuts.question-mark')}
      </CheckMark>
      <div className="dialog-actions">
        <Button autoFocus onClick={onClose}>
          {say('shortcuts.close')}
        </Button>
      </div>
    </Dialog>
  );
}

/** One line for each key; where several parts of the screen have the same, the innermost has it. */
function rowsOf(actions: readonly Action[]) {
  const { next, back, answers } = presentStep(document);
  const rows = new Map<string, Pick<Action, 'id' | 'parameters'> & { readonly keys: string }>();
  for (const { id, chord, digits, parameters } of actions) {
    if (chord === undefined || (isCharacter(chord) && !questionMarkWanted())) continue;
    if ((id === 'action.next' && next === null) || (id === 'action.back' && back === null)) continue;
    if (id === 'action.answer' && answers.length === 0) continue;
    const most = id === 'action.answer' ? Math.min(9, answers.length) : digits;
    const keys = most === undefined ? chordText(chord) : `${chordText({ ...chord, code: 'Digit1' })}…${most}`;
    const label = id === 'action.next' ? next?.textContent : id === 'action.back' ? back?.textContent : null;
    rows.set(keys, { id, keys, parameters: label == null ? (parameters ?? {}) : { label: label.trim() } });
  }
  return [...rows.values()];
}
