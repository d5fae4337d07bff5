import { useId, useState } from 'react';
import { useText } from '../../app/language.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useActiveOption } from '../counter/active-option.ts';
import { type Action, actionGroups, matchingActions, type NamedAction } from './action.ts';
import { chordText } from './chord.ts';
import { presentStep } from './present-step.ts';
import { speedSentence, useSpeedText } from './speed-text.ts';
import './speed.css';

interface Properties {
  /** As they were when it was opened: what is behind it stands still. */
  readonly actions: readonly Action[];
  readonly onClose: () => void;
}

/** Everything that can be done at this moment, found by typing a part of its name in either language. */
export function Palette({ actions, onClose }: Properties) {
  const say = useSpeedText();
  const { language } = useText();
  const id = useId();
  const [query, setQuery] = useState('');
  const [named] = useState(() => nameAll(actions, language));
  const found = matchingActions(named, query);
  const options = found.map((one) => ({ ...one, id: `${named.indexOf(one)}` }));
  const run = ({ action }: NamedAction) => {
    onClose();
    // Once the dialog is gone: what it runs may look at the screen, or open a dialog of its own.
    setTimeout(() => action.run(0), 0);
  };
  const active = useActiveOption(options, run);
  // Whoever typed a part of an action's name means the first that has it; a person must be chosen (see FindPerson).
  const first = options.find(({ action }) => action.group !== 'people') ?? null;
  const chosen = active.option ?? (query.trim() === '' ? null : first);

  return (
    <Dialog title={say('palette.title')} open onCancel={onClose} testId="palette">
      <TextField
        label={say('palette.field')}
        hint={say('palette.hint')}
        type="search"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen === null ? undefined : `${id}-${chosen.id}`}
        value={query}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && active.option === null && !event.nativeEvent.isComposing) {
            event.preventDefault();
            if (chosen !== null) run(chosen);
          } else if (event.key !== 'Escape') active.onKeyDown(event);
        }}
      />
      <p className="visually-hidden" role="status">
        {options.length === 0 ? '' : say('palette.found', { count: options.length })}
      </p>
      {options.length === 0 ? (
        <p role="status">{say('palette.nothing', { query })}</p>
      ) : (
        <div
          id={`${id}-list`}
          className="palette-list"
          role="listbox"
          aria-label={say('palette.results')}
          tabIndex={-1}
        >
          {actionGroups.map((group) => {
            const members = options.filter(({ action }) => action.group === group);
            if (members.length === 0) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
              <div key={group} role="group" aria-label={say(`group.${group}`)} className="palette-group">
                <p className="palette-group-name" aria-hidden="true">
                  {say(`group.${group}`)}
                </p>
                {members.map((one) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works from the combobox, which keeps the focus
                  <div
                    key={one.id}
                    id={`${id}-${one.id}`}
                    className="palette-option"
                    role="option"
                    tabIndex={-1}
                    aria-selected={one.id === chosen?.id}
                    ref={(row) => {
                      if (one.id === chosen?.id) row?.scrollIntoView({ block: 'nearest' });
                    }}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => run(one)}
                  >
                    <span>{one.label}</span>
                    {one.action.chord !== undefined && <kbd>{chordText(one.action.chord)}</kbd>}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      )}
    </Dialog>
  );
}

/** Names what can be done now; a step that the screen does not offer at this moment is left out. */
function nameAll(actions: readonly Action[], language: 'ja' | 'en'): readonly NamedAction[] {
  const other = language === 'ja' ? 'en' : 'ja';
  const { next, back } = presentStep(document);
  const ordered = actionGroups.flatMap((group) => actions.filter((action) => action.group === group));
  return ordered.flatMap((action) => {
    if (action.keyOnly === true) return [];
    const button = action.id === 'action.next' ? next : action.id === 'action.back' ? back : undefined;
    if (button === null) return [];
    const parameters =
      button === undefined ? (action.parameters ?? {}) : { label: button.textContent?.trim() ?? '' };
    return [
      {
        action: button === undefined ? action : { ...action, run: () => button.click() },
        label: speedSentence(language, action.id, parameters),
        otherLabel: speedSentence(other, action.id, parameters),
      },
    ];
  });
}
