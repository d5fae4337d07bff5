/** Whether an address lies within a site's allow-list. */
export type OriginRule = (url: string) => boolean;

/**
 * The rule for a tile's origins: `https` (and `wss`, its socket) to a named host and port, or to every host below one
 * named as `https://*.example.ac.jp`, that one itself not included. Every other scheme, and an address that carries a
 * name or password, is outside. A `blob:` address counts as its origin's.
 */
export function originRule(origins: readonly string[]): OriginRule {
  const exact = new Set<string>();
  const below: { readonly suffix: string; readonly port: string }[] = [];
  for (const origin of origins) {
    const parsed = parse(origin.replace('://*.', '://'));
    if (parsed === null || parsed.protocol !== 'https:') continue;
    if (origin.startsWith('https://*.')) below.push({ suffix: `.${parsed.hostname}`, port: parsed.port });
    else exact.add(parsed.host);
  }
  return (url) => {
    const parsed = parse(url.startsWith('blob:') ? url.slice('blob:'.length) : url);
    if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'wss:')) return false;
    if (parsed.username !== '' || parsed.password !== '') return false;
    if (exact.has(parsed.host)) return true;
    return below.some(({ suffix, port }) => parsed.hostname.endsWith(suffix) && parsed.port === port);
  };
}

/** The host of an address as it can be shown; the scheme where there is no host. */
export function hostOf(url: string): string {
  const parsed = parse(url);
  if (parsed === null) return '';
  return (parsed.host === '' ? parsed.protocol : parsed.host).slice(0, 300);
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
