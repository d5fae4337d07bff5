/** Pictures of tiles on a 24 × 24 grid, by the names that the policy may use; an unknown name gets the tool. */
const paths: Readonly<Record<string, string>> = {
  document: 'M6 3h8.5L19 7.5V21H6zM14 3v5h5M9 12.5h7M9 16.5h7',
  table: 'M3.5 5h17v14h-17zM3.5 10h17M3.5 14.5h17M9.5 5v14',
  slides: 'M3.5 4.5h17v11h-17zM12 15.5v3M8 20.5l4-3 4 3M8 12l2.5-3 2 2 3-4',
  code: 'M8.5 7L3.5 12l5 5M15.5 7l5 5-5 5M13.5 4.5l-3 15',
  browser: 'M3.5 4.5h17v15h-17zM3.5 9h17M6.5 6.8v.1M9 6.8v.1',
  mail: 'M3.5 5.5h17v13h-17zM3.5 6.5l8.5 6.5 8.5-6.5',
  book: 'M12 6.5C9.5 4.8 6.5 4.5 3.5 5v13.5c3-.5 6-.2 8.5 1.5 2.5-1.7 5.5-2 8.5-1.5V5c-3-.5-6-.2-8.5 1.5zM12 6.5V20',
  print: 'M7 8.5V3.5h10v5M7 17H3.5V8.5h17V17H17M7 14h10v6.5H7z',
  tool: 'M14.5 6.2a4.2 4.2 0 015.3-1l-2.9 2.9 1 2.9 2.9 1 .2-.2a4.2 4.2 0 01-5.6 4l-6 6a2 2 0 01-2.9-2.9l6-6a4.2 4.2 0 012-6.7z',
};

export function TileIcon({ name }: { readonly name: string }) {
  return (
    <svg className="tile-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={Object.hasOwn(paths, name) ? paths[name] : paths.tool} />
    </svg>
  );
}
