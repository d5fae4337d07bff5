import './name-mark.css';

interface Properties {
  /** The name beside it, which then speaks for both. */
  readonly words?: boolean;
}

/** Somebody behind a window with its counter: the mark of the application, as in `name-mark.svg`. */
export function NameMark({ words = false }: Properties) {
  if (!words)
    return (
      <span role="img" aria-label="Madoguchi">
        <Drawing />
      </span>
    );
  return (
    <span className="name-mark-line">
      <Drawing />
      <span lang="ja">窓口</span> <span lang="en">Madoguchi</span>
    </span>
  );
}

function Drawing() {
  return (
    <svg className="name-mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect className="name-mark-wall" width="64" height="64" rx="14" />
      <path className="name-mark-window" d="M16 8h32a4 4 0 0 1 4 4v32h-8V16H20v28h-8V12a4 4 0 0 1 4-4z" />
      <path
        className="name-mark-person"
        d="M32 20a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM22 44c0-5.3 4.2-8 10-8s10 2.7 10 8z"
      />
      <rect className="name-mark-window" x="4" y="48" width="56" height="8" rx="2" />
    </svg>
  );
}
