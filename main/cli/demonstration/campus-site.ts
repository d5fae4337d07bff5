import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { demonstrationPortal } from '../../profile/demonstration-lab.ts';
import { makeSelfSignedCertificate } from './self-signed-certificate.ts';

export interface CampusSite {
  /**
   * What a face of the demonstration is started with, so that its Chromium finds the made-up hosts on this machine and
   * trusts this one key for them. A packaged face takes neither switch.
   */
  readonly faceSwitches: readonly string[];
  stop(): Promise<void>;
}

export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves the hosts of a made-up campus by https on the loopback. */
export async function startCampusSite(
  pages: Pages = portalPages,
  hosts: readonly string[] = [demonstrationPortal, `*.${demonstrationPortal}`],
): Promise<CampusSite> {
  const { certificatePem, keyPem, keyHash } = makeSelfSignedCertificate(hosts, new Date());
  const server = createServer({ cert: certificatePem, key: keyPem }, pages);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const rules = hosts.map((host) => `MAP ${host} 127.0.0.1:${port}`).join(',');
  return {
    faceSwitches: [`--host-resolver-rules=${rules}`, `--ignore-certificate-errors-spki-list=${keyHash}`],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The portal of the made-up university: a page that says so, a visit counter in a cookie, and a file to fetch. */
export function portalPages(request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? '/', 'https://portal').pathname;
  if (path === '/timetable.csv') {
    response.writeHead(200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': "attachment; filename*=UTF-8''%E6%99%82%E9%96%93%E5%89%B2.csv",
    });
    response.end('曜日,時限,科目\r\n月,1,情報基礎\r\n水,3,線形代数\r\n');
    return;
  }
  if (path !== '/') {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('ここには何もありません。Nothing here.');
    return;
  }
  const visits = Number(/(?:^|; )visits=(\d{1,6})/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1;
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'set-cookie': `visits=${visits}; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax; Path=/`,
  });
  response.end(portal(visits));
}

function portal(visits: number): string {
  return `<!doctype html><html lang="ja"><meta charset="utf-8"><title>北斗大学ポータル（架空）</title>
<style>body{font:1.1rem/1.8 sans-serif;max-width:44rem;margin:3rem auto;padding:0 1.5rem;color:#1a232f}
h1{font-size:1.8rem}a{color:#1d4a7a}.box{border:1px solid #bbb;border-radius:.5rem;padding:1rem 1.5rem;margin:1.5rem 0}</style>
<h1>北斗大学ポータル</h1><p lang="en">Hokuto University Portal (made up)</p>
<p>この大学とこのページは架空のものです。</p>
<div class="box"><p>このセッションでの訪問：${visits} 回目<br><span lang="en">Visit number ${visits} in this session</span></p></div>
<ul><li><a href="/timetable.csv">時間割をダウンロード / Download the timetable</a></li>
<li><a href="https://elsewhere.example/">学外のサイト（開けません）/ A site elsewhere (does not open)</a></li></ul></html>`;
}
