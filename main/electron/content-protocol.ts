import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Session } from 'electron';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The content security policy: nothing from anywhere but the packaged renderer, no script text, no connections. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/**
 * Serves the renderer's files at `https://<rpId>/`, the secure origin that WebAuthn wants, and refuses every other
 * https address. Only files that the build wrote are served: the set is read once, so no path can be talked into more.
 */
export function serveContent(
  session: Session,
  options: { readonly rpId: string; readonly folder: string },
): void {
  const files = listFiles(options.folder);
  session.protocol.handle('https', async (request) => {
    const url = new URL(request.url);
    if (url.host !== options.rpId || request.method !== 'GET') return refusal(403);
    const path = url.pathname === '/' ? '/index.html' : url.pathname;
    if (!(await files).has(path)) return refusal(404);
    const body = await readFile(join(options.folder, ...path.split('/')));
    const type = types[extname(path)] ?? 'application/octet-stream';
    const headers: Record<string, string> = {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    };
    if (path !== '/index.html') return new Response(body, { headers });
    const nonce = randomBytes(18).toString('base64');
    return new Response(body.toString('utf8').replaceAll('__CSP_NONCE__', nonce), {
      headers: { ...headers, 'content-security-policy': contentSecurityPolicy(nonce) },
    });
  });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': "default-src 'none'" } });
}

/** Paths of all files below `folder`, as URL paths. */
async function listFiles(folder: string, below = ''): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = `${below}/${entry.name}`;
    if (entry.isFile()) paths.add(path);
    if (entry.isDirectory()) for (const inner of await listFiles(folder, path)) paths.add(inner);
  }
  return paths;
}
