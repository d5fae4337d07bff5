import { calendarDay, clockTime, dayAndTime, fullDay } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Furigana } from '../../ui/furigana.tsx';
import { Say } from '../say.tsx';
import type { Section } from '../section.ts';

const sizes = ['small', 'body', 'lead', 'title', 'heading', 'display'] as const;
const moment = Date.parse('2026-11-22T04:05:00.000Z');

function Dates() {
  const { language } = useText();
  return (
    <ul className="gallery-scale">
      {[fullDay, calendarDay, dayAndTime, clockTime].map((written) => (
        <li key={written.name}>{written(moment, language)}</li>
      ))}
    </ul>
  );
}

export const typeSection: Section<'type'> = {
  title: { ja: '文字', en: 'Type' },
  states: {
    scale: () => (
      <ul className="gallery-scale">
        {sizes.map((size) => (
          <li key={size} style={{ fontSize: `var(--text-${size})` }}>
            <Say sample="heading" /> {size}
          </li>
        ))}
      </ul>
    ),
    figures: () => (
      <ul className="gallery-scale figures">
        <li>11:11:11</li>
        <li>20:48:09</li>
        <li>
          <Say sample="figures" />
        </li>
      </ul>
    ),
    dates: () => <Dates />,
    furigana: () => (
      <p style={{ fontSize: 'var(--text-title)' }}>
        <Furigana name="髙橋 結衣" reading="たかはし ゆい" />
      </p>
    ),
    'line-breaks': () => (
      <p className="gallery-narrow">
        <Say sample="sentence" />
      </p>
    ),
    'rare-letters': () => (
      <p lang="ja" style={{ fontSize: 'var(--text-title)' }}>
        <Say sample="rare" />
      </p>
    ),
    emphasis: () => (
      <p>
        <strong>
          <Say sample="applied" />
        </strong>
      </p>
    ),
  },
};
