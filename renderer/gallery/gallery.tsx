import { useEffect, useSyncExternalStore } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { LanguageProvider, useText } from '../app/language.tsx';
import { StationProvider } from '../app/station.tsx';
import { useSample } from './say.tsx';
import { SectionView } from './section-view.tsx';
import { type GalleryPlace, galleryAddress, galleryPlace, overlaySections, sectionNames } from './states.ts';
import { ThemeChoice } from './theme-choice.tsx';
import './gallery.css';

/** Every component in every state, as the address asks for it. */
export function Gallery() {
  return (
    <LanguageProvider>
      <StationProvider>
        <Page place={usePlace()} />
      </StationProvider>
    </LanguageProvider>
  );
}

function Page({ place }: { readonly place: GalleryPlace }) {
  const { language, switchLanguage } = useText();
  const say = useSample();
  const asked = place.language;
  useEffect(() => {
    if (asked !== language) switchLanguage();
  }, [asked, language, switchLanguage]);
  const shown = place.section === null ? sectionNames : [place.section];
  return (
    <I18nProvider locale={language === 'ja' ? 'ja-JP' : 'en-GB'}>
      <main
        className="gallery"
        data-language={language}
        data-shown={galleryAddress(language, place.section ?? undefined, place.state ?? undefined)}
      >
        {place.state === null && (
          <header className="gallery-head">
            <h1 className="screen-heading">{say('gallery')}</h1>
            <nav className="gallery-links">
              <a href={galleryAddress('ja', place.section ?? undefined)} lang="ja">
                日本語
              </a>
              <a href={galleryAddress('en', place.section ?? undefined)} lang="en">
                English
              </a>
              <a href={galleryAddress(language)}>{say('everything')}</a>
            </nav>
            <ThemeChoice />
          </header>
        )}
        {shown.map((name) => (
          <SectionView
            key={name}
            name={name}
            only={place.state}
            linksOnly={place.state === null && overlaySections.includes(name)}
            focuses={place.section !== null}
          />
        ))}
      </main>
    </I18nProvider>
  );
}

function usePlace(): GalleryPlace {
  const address = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => location.hash,
  );
  return galleryPlace(address);
}
