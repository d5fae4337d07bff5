import { useEffect, useState } from 'react';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';

/** A directory that answers as usual has answered by then, and nothing flickers. */
const silentMs = 1000;
/** What the last session left is gone by then, as a rule. */
const silentWipeMs = 300;

/** While a sign-in takes its time: what it waits for, and the way out. */
export function SignInWaiting({ wiping }: { readonly wiping: boolean }) {
  const { text } = useText();
  const [slow, setSlow] = useState(false);
  const [stopping, setStopping] = useState(false);
  useEffect(() => {
    setSlow(false);
    const timer = setTimeout(() => setSlow(true), wiping ? silentWipeMs : silentMs);
    return () => clearTimeout(timer);
  }, [wiping]);
  return (
    <div className="lock-waiting" role="status">
      {slow && (
        <>
          <p>{text(wiping ? 'lock.waiting-wipe' : 'lock.waiting-directory')}</p>
          <Button
            type="button"
            icon="cross"
            disabled={stopping}
            onClick={() => {
              setStopping(true);
              void window.madoguchi.call('lab.cancelSignIn', {}).then((answer) => {
                // It waits for something else, or the call was refused: another press may do.
                if (!answer.ok || !answer.value.cancelled) setStopping(false);
              });
            }}
          >
            {text('lock.cancel-sign-in')}
          </Button>
        </>
      )}
    </div>
  );
}
