import { webcrypto } from 'node:crypto';
import { type PageContent, pageContent } from '../../main/exchange/waiting-page.ts';

/** A caller's waiting page without a browser: the same requests and the same cryptography, of the platform's own. */
export async function openWaitingPage(hubUrl: string) {
  const { subtle } = webcrypto;
  const pair = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const key = Buffer.from(await subtle.exportKey('raw', pair.publicKey)).toString('base64url');
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${hubUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const { status, body } = await post('/waiting/open', { key });
  if (status !== 200) throw new Error(`the page was not opened: ${status}`);
  const token = String(body.token);
  const reference = String(body.reference);
  return {
    reference,
    token,
    post,
    state: () => post('/waiting/state', { token }),
    code: (code: string) => post('/waiting/code', { token, code }),
    close: () => post('/waiting/close', { token }),
    /** Opens what was sealed for this page. Throws where that cannot be. */
    async open(sealed: string): Promise<PageContent> {
      const [ephemeral = '', text = ''] = sealed.split('.');
      const curve = { name: 'ECDH', namedCurve: 'P-256' };
      const other = await subtle.importKey('raw', Buffer.from(ephemeral, 'base64url'), curve, false, []);
      const shared = await subtle.deriveBits({ name: 'ECDH', public: other }, pair.privateKey, 256);
      const info = Buffer.from(`madoguchi-waiting ${reference} ${ephemeral} ${key}`);
      const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
      const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
      const bits = await subtle.deriveBits(hkdf, material, 256);
      const opening = await subtle.importKey('raw', bits, 'AES-GCM', false, ['decrypt']);
      const iv = new Uint8Array(12);
      const plain = await subtle.decrypt({ name: 'AES-GCM', iv }, opening, Buffer.from(text, 'base64url'));
      return pageContent.parse(JSON.parse(Buffer.from(plain).toString('utf8')));
    },
  };
}
export type WaitingPage = Awaited<ReturnType<typeof openWaitingPage>>;
