import { Button } from '../ui/button.tsx';
import { useSample } from './say.tsx';
import { type GalleryTheme, galleryThemes } from './themes.ts';

declare global {
  interface Window {
    /** There while somebody looks at the gallery through its command, which can then show another theme. */
    readonly showTheme?: (theme: GalleryTheme) => Promise<void>;
  }
}

/** Shows the gallery as the system's settings for colours would have it. */
export function ThemeChoice() {
  const say = useSample();
  const { showTheme } = window;
  if (showTheme === undefined) return null;
  return (
    <fieldset className="gallery-themes" aria-label={say('themes')}>
      {galleryThemes.map((theme) => (
        <Button key={theme} onClick={() => void showTheme(theme)}>
          {say(theme)}
        </Button>
      ))}
    </fieldset>
  );
}
