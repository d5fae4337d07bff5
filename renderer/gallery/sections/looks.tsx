import { Icon, iconNames } from '../../ui/icon.tsx';
import { NameMark } from '../../ui/name-mark.tsx';
import { Say } from '../say.tsx';
import type { Section } from '../section.ts';

export const markSection: Section<'mark'> = {
  title: { ja: '窓口の印', en: 'The name mark' },
  states: {
    large: () => (
      <p style={{ fontSize: '5rem' }}>
        <NameMark />
      </p>
    ),
    small: () => (
      <p style={{ fontSize: '0.67rem' }}>
        <NameMark />
      </p>
    ),
    'beside-words': () => <NameMark words />,
  },
};

interface SwatchesProperties {
  /** Name of the ground's token and of the ink's. */
  readonly pairs: readonly (readonly [string, string])[];
}

function Swatches({ pairs }: SwatchesProperties) {
  return (
    <ul className="gallery-swatches">
      {pairs.map(([ground, ink]) => (
        <li
          key={`${ground} ${ink}`}
          className="gallery-swatch"
          style={{ background: `var(--${ground})`, color: `var(--${ink})` }}
        >
          <Say sample="ground" />
          <code>
            {ink} / {ground}
          </code>
        </li>
      ))}
    </ul>
  );
}

export const colourSection: Section<'colour'> = {
  title: { ja: '色', en: 'Colour' },
  states: {
    grounds: () => (
      <Swatches
        pairs={[
          ['paper', 'ink'],
          ['surface', 'ink'],
          ['sunken', 'ink'],
          ['accent-soft', 'ink'],
        ]}
      />
    ),
    inks: () => (
      <Swatches
        pairs={[
          ['paper', 'ink-soft'],
          ['surface', 'accent'],
          ['accent', 'on-accent'],
          ['accent-deep', 'on-accent'],
        ]}
      />
    ),
    tones: () => (
      <Swatches
        pairs={[
          ['good-soft', 'good'],
          ['warn-soft', 'warn'],
          ['bad-soft', 'bad'],
          ['accent-soft', 'accent'],
        ]}
      />
    ),
    panel: () => (
      <Swatches
        pairs={[
          ['panel', 'panel-ink'],
          ['panel-deep', 'panel-soft'],
          ['panel', 'panel-warn'],
        ]}
      />
    ),
  },
};

export const iconSection: Section<'icon'> = {
  title: { ja: 'アイコン', en: 'Icons' },
  wide: true,
  states: {
    family: () => (
      <ul className="gallery-icons">
        {iconNames.map((name) => (
          <li key={name}>
            <Icon name={name} />
            <code>{name}</code>
          </li>
        ))}
      </ul>
    ),
    sizes: () => (
      <p>
        {['0.8rem', '1rem', '1.5rem', '2.5rem', '4rem'].map((fontSize) => (
          <span key={fontSize} style={{ fontSize }}>
            <Icon name="key" />
            <Icon name="clock" />
            <Icon name="shield" />
          </span>
        ))}
      </p>
    ),
  },
};
