import { useText } from '../../app/language.tsx';
import './lock.css';

/** A neutral screen for the moment before it is known what this station offers, or while a screen loads. */
export function OpeningScreen() {
  const { text } = useText();
  return (
    <main className="opening">
      <p className="opening-name">{text('app.name')}</p>
      <p role="status">{text('lock.opening')}</p>
    </main>
  );
}
