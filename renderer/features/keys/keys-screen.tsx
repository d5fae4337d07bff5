import { type ReactNode, useEffect, useState } from 'react';
import type { KeyCredentials, PluggedKey } from '../../../preload/contract/models/keys.ts';
import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { KeyDrawing } from '../staff/key-drawing.tsx';
import { CareRefusal } from './care-refusal.tsx';
import { CredentialsPanel } from './credentials-panel.tsx';
import { KeyCard } from './key-card.tsx';
import { keyActions } from './key-standing.ts';
import { NewPinForm } from './new-pin-form.tsx';
import { ResetPanel } from './reset-panel.tsx';
import './keys.css';

type Task =
  | { readonly name: 'list' }
  | { readonly name: 'pin' | 'reset'; readonly key: PluggedKey }
  | { readonly name: 'credentials'; readonly key: PluggedKey; readonly found: KeyCredentials };

type Done = 'pin-set' | 'pin-changed' | 'reset';

/** The agent tells of plugging for some minutes after each question; asking again keeps that going. */
const askEveryMs = 60_000;
/** Nobody tells when another program lets a key go. */
const askWhileHeldMs = 4000;

/** Key care: what is plugged in and how it stands; one task at a time from there. `below` follows the list of keys. */
export function KeysScreen({ below }: { readonly below?: ReactNode }) {
  const { text } = useText();
  const plugged = useAsked('keys.list', {}, ['keys']);
  const press = usePress();
  const [task, setTask] = useState<Task>({ name: 'list' });
  const [done, setDone] = useState<Done | null>(null);
  const { askAgain } = plugged;
  const keys = plugged.value?.keys ?? [];
  const held = keys.some(({ trouble }) => trouble === 'in-use');
  useEffect(() => {
    const timer = setInterval(askAgain, held ? askWhileHeldMs : askEveryMs);
    return () => clearInterval(timer);
  }, [askAgain, held]);

  // Another key is another matter: what was said of the one before goes.
  const { forget } = press;
  const somethingIn = keys.length > 0;
  useEffect(() => {
    if (!somethingIn) return;
    setTask({ name: 'list' });
    setDone(null);
    forget();
  }, [somethingIn, forget]);

  const present = task.name === 'list' ? null : (keys.find(({ id }) => id === task.key.id) ?? null);
  // A key that is pulled out ends what was being done with it; a reset has it pulled out itself.
  const gone =
    task.name !== 'list' && task.name !== 'reset' && plugged.value !== undefined && present === null;
  const backToList = (what: Done | null = null) => {
    press.forget();
    setTask({ name: 'list' });
    setDone(what);
    askAgain();
  };
  const begin = (next: Task) => {
    press.forget();
    setDone(null);
    setTask(next);
  };
  const readCredentials = (key: PluggedKey) => {
    setDone(null);
    void press.run(
      () => window.madoguchi.call('keys.credentials', { keyId: key.id }),
      (found) => setTask({ name: 'credentials', key, found }),
    );
  };

  // Blocked meanwhile: the list says so, and the way out.
  const shut = present !== null && !keyActions(present).setPin && !keyActions(present).changePin;
  if (!gone && !shut && task.name === 'pin')
    return (
      <NewPinForm
        plugged={task.key}
        retriesLeft={(present ?? task.key).condition?.pin.retriesLeft ?? null}
        onDone={backToList}
        onBack={() => backToList()}
      />
    );
  if (!gone && task.name === 'credentials')
    return (
      <CredentialsPanel
        plugged={task.key}
        found={task.found}
        onAgain={() => readCredentials(task.key)}
        refusal={press.refusal}
        onBack={() => backToList()}
      />
    );
  if (task.name === 'reset')
    return <ResetPanel plugged={task.key} onDone={() => backToList('reset')} onBack={() => backToList()} />;

  return (
    <section className="keys" data-testid="keys">
      <ScreenHeading>{text('keys.heading')}</ScreenHeading>
      <p>{text('keys.lead')}</p>
      {done !== null && (
        <Notice tone="good" live="polite" title={text(`keys.done.${done}`)}>
          <p>{text(`keys.done.${done}-next`)}</p>
        </Notice>
      )}
      {gone && (
        <Notice tone="warn" live="polite">
          <p>{text('keys.gone')}</p>
        </Notice>
      )}
      <Awaited asked={plugged} />
      <CareRefusal refusal={press.refusal} />
      {plugged.value !== undefined && keys.length === 0 && (
        <div className="keys-none" data-testid="keys-none">
          <KeyDrawing step="insert" />
          <p className="keys-none-title">{text('keys.none')}</p>
          <p>{text('keys.none-next')}</p>
        </div>
      )}
      <ul className="keys-list">
        {keys.map((key) => (
          <KeyCard
            key={key.id}
            plugged={key}
            only={keys.length === 1}
            udevRule={plugged.value?.udevRule ?? null}
            busy={press.busy}
            onPin={() => begin({ name: 'pin', key })}
            onCredentials={() => readCredentials(key)}
            onReset={() => begin({ name: 'reset', key })}
          />
        ))}
      </ul>
      {/* Comes after the keys, which would push it down. */}
      {(plugged.value !== undefined || plugged.refusal !== null) && below}
    </section>
  );
}
