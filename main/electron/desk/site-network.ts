import type { Session } from 'electron';
import { within } from '../within.ts';

/** Nothing listens there, and no program of a session may: ports below 1024 are the system's. */
const nowhere = '127.0.0.1:9';
const systemSaysWithinMs = 1000;

/** A tile's origin as a proxy's bypass list names hosts: `portal.example.ac.jp:443`, `*.portal.example.ac.jp:443`. */
function hostRule(origin: string): string | null {
  const bare = origin.replace('://*.', '://');
  const parsed = parse(bare);
  if (parsed === null) return null;
  const { hostname, port, protocol } = parsed;
  const usual = protocol === 'https:' ? '443' : protocol === 'http:' ? '80' : null;
  if (usual === null) return null;
  return `${bare === origin ? '' : '*.'}${hostname}:${port === '' ? usual : port}`;
}

/**
 * The way of a site's session to the network: to its tile's hosts as the system would go, to all others by a proxy that
 * does not exist. So that what asks for no permission and is no request goes nowhere either: connections ahead of time,
 * WebRTC's own by TCP, WebTransport.
 *
 * `ways` are the system's proxies for each origin, as Chromium says them (`DIRECT`, `PROXY host:port; DIRECT`).
 */
export function siteProxy(
  origins: readonly string[],
  ways: ReadonlyMap<string, string>,
): { readonly proxyRules: string; readonly proxyBypassRules: string } | { readonly pacScript: string } {
  const rules = origins.flatMap((origin) => {
    const rule = hostRule(origin);
    return rule === null ? [] : [{ rule, way: ways.get(origin) ?? 'DIRECT' }];
  });
  if (rules.every(({ way }) => way === 'DIRECT')) {
    // Without the first word this computer itself would be spoken to past any proxy; what comes later wins.
    const bypassed = ['<-loopback>', ...rules.map(({ rule }) => rule)];
    return { proxyRules: nowhere, proxyBypassRules: bypassed.join(',') };
  }
  const table = rules.map(({ rule, way }) => {
    const end = rule.lastIndexOf(':');
    return { host: rule.slice(0, end), port: rule.slice(end + 1), way };
  });
  const script = `const table = ${JSON.stringify(table)};
function FindProxyForURL(url, host) {
  const port = (/^[a-z]+:\\/\\/[^\\/?#]*?:(\\d+)(?:[\\/?#]|$)/.exec(url) || [])[1] || (/^(?:http|ws):/.test(url) ? '80' : '443');
  for (const one of table) {
    if (one.port !== port) continue;
    if (one.host === host || (one.host.startsWith('*.') && host.endsWith(one.host.slice(1)))) return one.way;
  }
  return 'PROXY ${nowhere}';
}`;
  return {
    pacScript: `data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(script).toString('base64')}`,
  };
}

/** Shuts a site's session in before anything is loaded in it. `system`: a session that goes the system's own way. */
export async function closeNetwork(
  site: Session,
  system: Session,
  origins: readonly string[],
): Promise<void> {
  const ways = new Map<string, string>();
  const ask = async (origin: string) => {
    const address = origin.replace('://*.', '://any.');
    if (parse(address) !== null) ways.set(origin, await system.resolveProxy(address));
  };
  // A system that does not say is gone past.
  await within(systemSaysWithinMs, (settle) => {
    Promise.all(origins.map(ask)).then(
      () => settle(true),
      () => settle(false),
    );
  });
  const proxy = siteProxy(origins, ways);
  await site.setProxy(
    'pacScript' in proxy ? { mode: 'pac_script', ...proxy } : { mode: 'fixed_servers', ...proxy },
  );
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
