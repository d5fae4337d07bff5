import type { ButtonHTMLAttributes, ReactNode } from 'react';

const paths = {
  list: 'M4 5h6v6H4zM14 5h6v6h-6zM4 15h6v5H4zM14 15h6v5h-6z',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  forward: 'M9.5 5.5L16 12l-6.5 6.5',
  reload: 'M19 12a7 7 0 11-2-4.9M19.5 3.5v4.8h-4.8',
  print: 'M7 8.5V3.5h10v5M7 17H3.5V8.5h17V17H17M7 14h10v6.5H7z',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
} as const;

interface Properties extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: keyof typeof paths;
  /** Shows the drawing alone; the words are still its name, and its hint. */
  readonly bare?: boolean;
  readonly children: ReactNode & string;
}

/** A button of the site bar, 44 px. */
export function SiteButton({ icon, bare = false, children, ...rest }: Properties) {
  return (
    <button {...rest} type="button" className="site-button" title={bare ? children : undefined}>
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d={paths[icon]} />
      </svg>
      <span className={bare ? 'visually-hidden' : ''}>{children}</span>
    </button>
  );
}
