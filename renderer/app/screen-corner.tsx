import { DemonstrationBadge } from './demonstration-badge.tsx';
import { LanguageToggle } from './language-toggle.tsx';
import './screen-corner.css';

/** What every screen shows at its top right: whether this is a demonstration, and the other language. */
export function ScreenCorner() {
  return (
    <div className="screen-corner">
      <DemonstrationBadge />
      <LanguageToggle />
    </div>
  );
}
