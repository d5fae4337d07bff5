import { randomUUID } from 'node:crypto';
import { type Session, session as sessions } from 'electron';
import { isolate } from '../isolated-sessions.ts';
import { closeNetwork } from './site-network.ts';
import type { OriginRule } from './site-origins.ts';

/** What of the face's own name would make a campus sign-in page take it for an unknown browser. */
const ownNames = / (?:Electron|Madoguchi|madoguchi)\/\S+/g;

/**
 * A browser session in memory for one tile of one lab session: cookies, storage, caches and sign-ins of its sites are
 * in no file, and are shared with no other tile. A "don't ask again" that a provider offers is kept in such a cookie,
 * so that it ends with the session whatever was ticked.
 *
 * Requests of every kind, sub-resources and redirects included, go to the tile's origins alone. A content network that
 * a site needs is for IT to name: a wider rule would make any page a way out. `ready` resolves when no way is open besides
 * requests either: nothing may be loaded before.
 */
export function openSiteSession(
  rule: OriginRule,
  origins: readonly string[],
  /** A session in use that goes to the network as the system says. */
  system: Session,
): { readonly session: Session; readonly ready: () => Promise<void> } {
  const site = sessions.fromPartition(`site-${randomUUID()}`, { cache: true });
  isolate(site);
  site.setUserAgent(site.getUserAgent().replaceAll(ownNames, ''), 'ja,en');
  site.setSpellCheckerEnabled(false);
  site.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  site.setPermissionCheckHandler(() => false);
  site.setDevicePermissionHandler(() => false);
  site.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  site.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer('');
  });
  site.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  site.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer('');
  });
  site.webRequest.onBeforeRequest((details, answer) => {
    const { url, resourceType } = details;
    const isDocument = resourceType === 'mainFrame' || resourceType === 'subFrame';
    const isInline = !isDocument && (url.startsWith('data:') || url.startsWith('blob:'));
    answer({ cancel: !(isInline || rule(url)) });
  });
  let closing: Promise<void> | null = null;
  const ready = () => {
    closing ??= closeNetwork(site, system, origins);
    return closing;
  };
  return { session: site, ready };
}

/** Takes out of a site's session whatever it holds, and ends its connections. Its windows are closed before. */
export async function emptySiteSession(site: Session): Promise<void> {
  await Promise.allSettled([
    site.closeAllConnections(),
    site.clearStorageData(),
    site.clearCache(),
    site.clearAuthCache(),
    site.clearHostResolverCache(),
    site.clearCodeCaches({ urls: [] }),
  ]);
}
