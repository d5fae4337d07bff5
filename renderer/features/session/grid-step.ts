/** Where an arrow key leads in a grid that is filled row by row; null for a key that leads nowhere. */
export function gridStep(key: string, from: number, columns: number, count: number): number | null {
  const to = target(key, from, columns, count);
  return to === null || to < 0 || to >= count ? null : to;
}

function target(key: string, from: number, columns: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return from + 1;
    case 'ArrowLeft':
      return from - 1;
    case 'ArrowDown':
      return from + columns;
    case 'ArrowUp':
      return from - columns;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
