import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useText } from '../../app/language.tsx';
import { useScannedCard } from '../scanner/card-scan.tsx';
import type { Action } from './action.ts';
import { isCharacter, isChord } from './chord.ts';
import { presentStep } from './present-step.ts';
import { questionMarkWanted } from './question-mark.ts';
import { ActionListProvider, useActionList, useActions } from './use-actions.tsx';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list.tsx')).ShortcutList }));

/** Two presses of one key sooner than this are a slip of the finger: nobody has read what came between. */
const restMs = 300;

/** Keys, the palette and the list of keys for everything that an operator sees. */
export function OperatorKeys({ children }: { readonly children: ReactNode }) {
  return (
    <ActionListProvider>
      <KeyListener />
      {children}
    </ActionListProvider>
  );
}

function KeyListener() {
  const list = useActionList();
  const { switchLanguage } = useText();
  const { card } = useScannedCard();
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const last = useRef({ id: '', atMs: Number.NEGATIVE_INFINITY });
  useActions([
    ...stepActions(),
    { id: 'action.language', group: 'window', run: switchLanguage },
    {
      id: 'action.palette',
      group: 'window',
      chord: { ctrl: true, code: 'KeyK' },
      keyOnly: true,
      run: () => setOpen('palette'),
    },
    {
      id: 'action.shortcuts',
      group: 'window',
      chord: { ctrl: true, code: 'Slash' },
      run: () => setOpen('shortcuts'),
    },
    {
      id: 'action.shortcuts',
      group: 'window',
      chord: { key: '?' },
      keyOnly: true,
      run: () => setOpen('shortcuts'),
    },
  ]);

  // A card is for the desk, whatever is open above it.
  useEffect(() => {
    if (card !== null) setOpen(null);
  }, [card]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (list === null || event.repeat || dialogIsOpen()) return;
      const pressed = actionOf(list.all(), event);
      if (pressed === null) return;
      event.preventDefault();
      const { action, digit } = pressed;
      const tooSoon = action.id === last.current.id && event.timeStamp - last.current.atMs < restMs;
      last.current = { id: action.id, atMs: event.timeStamp };
      if (!tooSoon) action.run(digit);
    };
    // Before anything inside, which may keep its keys to itself.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [list]);

  if (open === null || list === null) return null;
  const close = () => setOpen(null);
  return (
    <Suspense fallback={null}>
      {open === 'palette' ? (
        <Palette actions={list.all()} onClose={close} />
      ) : (
        <ShortcutList actions={list.all()} onClose={close} />
      )}
    </Suspense>
  );
}

/** The way on, the way back and the numbered answers of whichever screen is there. */
function stepActions(): readonly Action[] {
  return [
    {
      id: 'action.next',
      group: 'case',
      chord: { ctrl: true, key: 'Enter' },
      run: () => presentStep(document).next?.click(),
    },
    {
      id: 'action.back',
      group: 'case',
      chord: { alt: true, key: 'ArrowLeft' },
      run: () => presentStep(document).back?.click(),
    },
    {
      id: 'action.answer',
      group: 'case',
      chord: { alt: true, code: 'Digit' },
      digits: 9,
      keyOnly: true,
      run: (digit) => presentStep(document).answers[digit - 1]?.click(),
    },
  ];
}

/** The action that a key calls, the innermost part's first; null for a key that is nobody's, or that writes. */
export function actionOf(
  actions: readonly Action[],
  event: KeyboardEvent,
): { readonly action: Action; readonly digit: number } | null {
  for (const action of [...actions].reverse()) {
    const { chord, digits } = action;
    if (chord === undefined) continue;
    if (isCharacter(chord) && (!questionMarkWanted() || writes(event.target))) continue;
    if (digits === undefined) {
      if (isChord(event, chord)) return { action, digit: 0 };
      continue;
    }
    const digit = Number(/^Digit([1-9])$/.exec(event.code)?.[1] ?? 0);
    if (digit > 0 && digit <= digits && isChord(event, { ...chord, code: event.code }))
      return { action, digit };
  }
  return null;
}

/** Whether the key goes into a text that somebody types. */
function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !/^(?:checkbox|radio|button|submit)$/.test(target.type)))
  );
}

/** A dialog has the screen: nothing behind it can be pressed, by a key either. */
function dialogIsOpen(): boolean {
  return document.querySelector('[role=dialog], [role=alertdialog]') !== null;
}
