import './icon.css';

/**
 * One family, drawn for this project and part of it: lines of one width with round ends on a 24 × 24 grid. Always beside
 * words, never instead of them.
 */
const paths = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  warning: 'M12 4L2.8 19.5h18.4L12 4zM12 10v4.5M12 17v.2',
  info: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5.5M12 7.6v.2',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6z',
  'eye-off':
    'M4 4l16 16M9.9 5.8A9 9 0 0112 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 01-2.6 3.4M6 7.4A16 16 0 002.5 12S6 18.5 12 18.5a9 9 0 004-.9M10 10a2.8 2.8 0 004 4',
  clock: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5.2l3.4 2',
  globe:
    'M12 3a9 9 0 100 18 9 9 0 000-18zM3.2 12h17.6M12 3c5.2 5.3 5.2 12.7 0 18M12 3c-5.2 5.3-5.2 12.7 0 18',
  cloud: 'M7 18.5a4.5 4.5 0 01-.4-9A5.8 5.8 0 0117.8 10a4.3 4.3 0 01-.6 8.5z',
  'cloud-off': 'M4 4l16 16M9 5.9A5.8 5.8 0 0117.8 10a4.3 4.3 0 013 6.5M17 18.5H7a4.5 4.5 0 01-.4-9',
  plug: 'M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 01-11 0V8zM12 17v4',
  key: 'M8 8.5a4 4 0 104 4 4 4 0 00-4-4zM12 12.5h9.5M18 12.5v3.5M15 12.5v2.5',
  shield: 'M12 3l7.5 2.8v5.7c0 4.6-3.1 7.8-7.5 9.5-4.4-1.7-7.5-4.9-7.5-9.5V5.8L12 3z',
  search: 'M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20.5 20.5',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  leave: 'M14 4.5H6v15h8M10.5 12h10M17 8.5l3.5 3.5-3.5 3.5',
  person: 'M12 4a4 4 0 100 8 4 4 0 000-8zM4.5 20.5c.6-4 3.5-6 7.5-6s6.9 2 7.5 6',
  list: 'M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.2 6.5v.1M4.2 12v.1M4.2 17.5v.1',
  hourglass:
    'M6.5 3.5h11M6.5 20.5h11M8 3.5c0 4.5 3.3 5.7 4 8.5-.7 2.8-4 4-4 8.5M16 3.5c0 4.5-3.3 5.7-4 8.5.7 2.8 4 4 4 8.5',
  wrench:
    'M14.5 6.2a4.2 4.2 0 015.3-1l-2.9 2.9 1 2.9 2.9 1 .2-.2a4.2 4.2 0 01-5.6 4l-6 6a2 2 0 01-2.9-2.9l6-6a4.2 4.2 0 012-6.7z',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5',
  lock: 'M6 11h12v9.5H6V11zM8.5 11V7.5a3.5 3.5 0 017 0V11M12 14.8v2',
  undo: 'M4 9.5h10a5.5 5.5 0 010 11H9M8 5L3.8 9.5 8 14',
} as const;

export type IconName = keyof typeof paths;

/** All of the family, in the order of its list. */
export const iconNames = Object.keys(paths) as readonly IconName[];

/** A decorative drawing in the colour of the text beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
