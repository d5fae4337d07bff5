import { useEffect, useState } from 'react';
import type { Refusal } from '../../../preload/contract/errors.ts';
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
    return (
      <div className="provider-bar" role="dialog" aria-label={text('factor.page-open')}>
        <p>{text('factor.page-open')}</p>
        <Button icon="cross" onClick={() => void window.madoguchi.call('lab.closeProvider', {})}>
          {text('factor.page-close')}
        </Button>
      </div>
    );
  }
  return (
    <div className="provider-step">
      <p>{text('factor.page-lead')}</p>
      <SignInRefusal refusal={press.refusal ?? refusal} />
      <Button strength={strong ? 'strong' : 'plain'} size="large" busy={press.busy} onClick={begin}>
        {text('factor.page')}
      </Button>
    </div>
  );
}
