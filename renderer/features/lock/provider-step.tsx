import { useEffect, useRef, useState } from 'react';
import type { Refusal } from '../../../preload/contract/errors.ts';
import { useFocusHandedOn } from '../../app/focus-handed-on.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { Button } from '../../ui/button.tsx';
import { SignInRefusal } from './sign-in-refusal.tsx';

/**
 * The way over the provider's own page. While it is open it covers everything below this bar, whose height the face
 * knows; how it ended comes as an event, and a sign-in that worked as a session.
 */
export function ProviderStep({ strong }: { readonly strong: boolean }) {
  const { text } = useText();
  const press = usePress();
  const [open, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  useEffect(
    () =>
      window.madoguchi.on('provider-window', (told) => {
        setOpen(told.open);
        setRefusal((told.refusal ?? null) as Refusal | null);
      }),
    [],
  );

  const begin = () => {
    setRefusal(null);
    void press.run(() => window.madoguchi.call('lab.openProvider', {}));
  };
  if (open) {
    return <ProviderBar />;
  }
  return (
    <div className="provider-step">
      <p>{text('factor.page-lead')}</p>
      <SignInRefusal refusal={press.refusal ?? refusal} />
      <Button
        strength={strong ? 'strong' : 'plain'}
        size="large"
        busy={press.busy}
        data-testid="open-provider"
        onClick={begin}
      >
        {text('factor.page')}
      </Button>
    </div>
  );
}

/**
 * Above the provider's page, which has the keyboard at first: what it is, the way back into it, and the way out. F6 leads from
 * the one to the other, Escape out of both.
 */
function ProviderBar() {
  const { text } = useText();
  const bar = useRef<HTMLDivElement>(null);
  useFocusHandedOn(bar, () => document.querySelector('[data-testid=open-provider]'));
  const enter = () => void window.madoguchi.call('lab.showProvider', {});
  const close = () => void window.madoguchi.call('lab.closeProvider', {});
  return (
    <div
      className="provider-bar"
      role="dialog"
      aria-label={text('factor.page-open')}
      ref={bar}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        if (event.key !== 'F6') return;
        event.preventDefault();
        enter();
      }}
    >
      <p>{text('factor.page-open')}</p>
      <Button autoFocus aria-keyshortcuts="F6" onClick={enter}>
        {text('factor.page-enter')}
      </Button>
      <Button icon="cross" aria-keyshortcuts="Escape" onClick={close}>
        {text('factor.page-close')}
      </Button>
    </div>
  );
}
