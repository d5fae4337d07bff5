import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../app/language.tsx';
import { useSample } from './say.tsx';
import { sections } from './sections.ts';
import { galleryAddress, galleryStates, type SectionName } from './states.ts';

interface Properties {
  readonly name: SectionName;
  /** The one state to show; null for all. */
  readonly only: string | null;
  /** Names of states that lie over the whole page, each with the way to it. */
  readonly linksOnly: boolean;
  /** Whether a state that is about the focus takes it. */
  readonly focuses: boolean;
}

/** One component in its states. */
export function SectionView({ name, only, linksOnly, focuses }: Properties) {
  const { language, localized } = useText();
  const say = useSample();
  const section = sections[name];
  const drawings: Readonly<Record<string, () => ReactNode>> = section.states;
  const states = galleryStates[name].filter((state) => only === null || state === only);
  const wide = section.wide === true ? ' gallery-wide' : '';
  const titled = `section-${name}`;
  return (
    <section className="gallery-section" data-section={name} aria-labelledby={titled}>
      <h2 id={titled} className="gallery-title">
        {localized(section.title)}
      </h2>
      <div className={`gallery-states${wide}`}>
        {states.map((state) => (
          <figure key={state} className="gallery-state" data-state={`${name}/${state}`}>
            <figcaption>
              <a
                href={galleryAddress(language, name, state)}
                aria-label={`${say('alone')}: ${name}/${state}`}
              >
                {state}
              </a>
            </figcaption>
            {!linksOnly && (
              <Shown focuses={focuses && state === 'focused'}>{drawings[state]?.() ?? null}</Shown>
            )}
          </figure>
        ))}
      </div>
    </section>
  );
}

function Shown({ focuses, children }: { readonly focuses: boolean; readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!focuses) return;
    const targets = 'button, input, select, summary, a[href], [tabindex="0"]';
    // Tabs know only once they are drawn which of them takes the focus.
    const drawn = requestAnimationFrame(() => {
      const target =
        box.current?.querySelector<HTMLElement>('input:checked') ??
        box.current?.querySelector<HTMLElement>(targets);
      // As somebody comes who has no mouse: components that draw their own ring ask what was used last.
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
      target?.focus({ focusVisible: true } as FocusOptions);
    });
    return () => cancelAnimationFrame(drawn);
  }, [focuses]);
  return (
    <div ref={box} className="gallery-shown">
      {children}
    </div>
  );
}
