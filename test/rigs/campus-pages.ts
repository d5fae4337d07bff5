import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pages } from '../../main/cli/demonstration/campus-site.ts';

export const campusHosts = ['portal.hokuto.example', '*.portal.hokuto.example', 'elsewhere.example'];

/** A campus with an ordinary portal and everything that a hostile page of it may try; `visits` is what was asked of whom. */
export function campusPages(): { readonly pages: Pages; readonly visits: string[] } {
  const visits: string[] = [];
  const pages: Pages = (request, response) => {
    const host = request.headers.host ?? '';
    const { pathname } = new URL(request.url ?? '/', `https://${host}`);
    visits.push(`${host}${pathname}`);
    answer(pathname, request, response);
  };
  return { pages, visits };
}

function answer(path: string, request: IncomingMessage, response: ServerResponse): void {
  const download = (name: string) => ({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
  });
  switch (path) {
    case '/':
      response.setHeader('set-cookie', 'device=trusted; Max-Age=31536000; Secure; Path=/');
      page(response, 'Portal', portal(request.headers.cookie ?? 'none'));
      break;
    case '/redirect':
      response.writeHead(302, { location: 'https://elsewhere.example/redirected' }).end();
      break;
    case '/basic':
      response.writeHead(401, { 'www-authenticate': 'Basic realm="campus"', 'content-type': 'text/plain' });
      response.end('name and password wanted');
      break;
    case '/stubborn':
      page(response, 'Stubborn', stubborn);
      break;
    case '/small':
      response.writeHead(200, download('../../.profile')).end('a'.repeat(2048));
      break;
    case '/slow':
      // Three megabytes, of which the last never comes before the connection is closed.
      response.writeHead(200, { ...download('slow.bin'), 'content-length': '3000000' });
      response.write(Buffer.alloc(2_000_000, 1));
      break;
    default:
      page(response, `Page ${path}`, `<p id="where">${path}</p><input id="typing">`);
  }
}

function page(response: ServerResponse, title: string, body: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><meta charset="utf-8"><title>${title}</title>${body}`);
}

const portal = (cookies: string) => `<h1>Portal</h1><p id="cookies">${cookies}</p>
<a id="inside" href="https://lms.portal.hokuto.example/course">inside</a>
<a id="outside" href="https://elsewhere.example/link">outside</a>
<a id="redirect" href="/redirect">redirect</a>
<a id="popup" href="/popup" target="_blank">popup</a>
<a id="small" href="/small">small</a><a id="slow" href="/slow">slow</a>
<form id="form" method="post" action="https://elsewhere.example/form"><button id="post">post</button></form>
<input id="typing">`;

const stubborn = `<p>stay</p><input id="typing"><script>
window.addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; return 'stay'; });
window.addEventListener('unload', () => { const end = Date.now() + 60000; while (Date.now() < end); });
</script>`;
