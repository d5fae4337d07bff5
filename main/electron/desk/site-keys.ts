import type { Input } from 'electron';

export type SiteKey =
  | 'back'
  | 'forward'
  | 'reload'
  | 'print'
  | 'close'
  | 'bar'
  | 'larger'
  | 'smaller'
  | 'normal-size';

/**
 * The keys that people know from browsers; everything else is the page's. F6 leads from the page to the window's own
 * bar, as browsers have it, so that nobody is caught in a site.
 */
export function siteKey(
  input: Pick<Input, 'key' | 'alt' | 'control' | 'meta' | 'shift'>,
  platform: NodeJS.Platform,
): SiteKey | null {
  const command = platform === 'darwin' ? input.meta && !input.control : input.control && !input.meta;
  if (command && !input.alt) {
    switch (input.key.toLowerCase()) {
      case 'p':
        return 'print';
      case 'r':
        return 'reload';
      case 'w':
        return 'close';
      case '+':
      case '=':
        return 'larger';
      case '-':
        return 'smaller';
      case '0':
        return 'normal-size';
      default:
        return null;
    }
  }
  if (input.control || input.meta) return null;
  if (input.alt) {
    if (input.key === 'ArrowLeft') return 'back';
    return input.key === 'ArrowRight' ? 'forward' : null;
  }
  if (input.key === 'F5') return 'reload';
  return input.key === 'F6' ? 'bar' : null;
}
