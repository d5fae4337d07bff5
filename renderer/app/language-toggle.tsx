import { Icon } from '../ui/icon.tsx';
import { useText } from './language.tsx';
import { useStation } from './station.tsx';
import { aboutWording, type Wording, wordings } from './wording.ts';
import './screen-corner.css';

/** Every other wording of the window by one press each, under its own name in itself. */
export function LanguageToggle() {
  const { wording, choose } = useText();
  const surfaces = useStation().status?.surfaces ?? [];
  const { tag } = aboutWording(wording);
  const others = wordings.filter((one) => {
    const { surface } = aboutWording(one);
    return one !== wording && (surface === undefined || surfaces.includes(surface));
  });
  // Another language goes before another way of writing the same.
  const order = (one: Wording) => Number(aboutWording(one).tag === tag);
  return (
    <div className="language-toggles" data-react-aria-top-layer="true">
      {others
        .toSorted((one, other) => order(one) - order(other))
        .map((one, index) => (
          <button
            // By its place: whoever presses it keeps the focus, on the way back.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            type="button"
            className="language-toggle"
            lang={aboutWording(one).tag}
            onClick={() => choose(one)}
          >
            {index === 0 && <Icon name="globe" />}
            {aboutWording(one).name}
          </button>
        ))}
    </div>
  );
}
