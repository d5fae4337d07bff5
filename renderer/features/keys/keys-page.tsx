import { useText } from '../../app/language.tsx';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { Button } from '../../ui/button.tsx';
import { KeysScreen } from './keys-screen.tsx';
import '../../ui/page.css';

/** Key care without a sign-in, from the sign-in screen and back to it. */
export function KeysPage({ onBack }: { readonly onBack: () => void }) {
  const { text } = useText();
  return (
    <div className="page">
      <header className="screen-head">
        <Button strength="quiet" icon="back" onClick={onBack}>
          {text('keys.to-sign-in')}
        </Button>
        <ScreenCorner />
      </header>
      <main className="keys-column">
        <KeysScreen />
      </main>
    </div>
  );
}
