import { Icon } from '../ui/icon.tsx';
import { useText } from './language.tsx';

/** Changes between Japanese and English with one press; its own name is always in the other language. */
export function LanguageToggle() {
  const { language, switchLanguage } = useText();
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <button
      type="button"
      className="language-toggle"
      lang={other}
      data-react-aria-top-layer="true"
      onClick={switchLanguage}
    >
      <Icon name="globe" />
      {other === 'en' ? 'English' : '日本語'}
    </button>
  );
}
