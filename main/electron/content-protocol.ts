import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import type { ProtocolRequest, ProtocolResponse, Session } from 'electron';
import type { Content } from './content.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ttf': 'font/ttf',
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
 * https address. There is no opener policy: nothing here can open a window or be opened by one, and the policy would
 * have Chromium throw its first renderer process away and wait for a second.
 */
export function serveContent(
  session: Session,
  options: { readonly rpId: string; readonly content: Content },
): void {
  session.protocol.interceptBufferProtocol('https', (request, answer) => {
    void respond(request, options).then(answer, () => answer(refusal(500)));
  });
}

async function respond(
  request: ProtocolRequest,
  { rpId, content }: { readonly rpId: string; readonly content: Content },
): Promise<ProtocolResponse> {
  const url = new URL(request.url);
  if (url.host !== rpId || request.method !== 'GET') return refusal(403);
  const path = url.pathname === '/' ? '/index.html' : url.pathname;
  const body = await content.file(path);
  if (body === null) return refusal(404);
  const headers: Record<string, string> = {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  if (path !== '/index.html') return { data: body, headers };
  const nonce = randomBytes(18).toString('base64');
  return {
    data: Buffer.from(body.toString('utf8').replaceAll('__CSP_NONCE__', nonce)),
    headers: { ...headers, 'content-security-policy': contentSecurityPolicy(nonce) },
  };
}

function refusal(statusCode: number): ProtocolResponse {
  return { statusCode, data: Buffer.alloc(0), headers: { 'content-security-policy': "default-src 'none'" } };
}
