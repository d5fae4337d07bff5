/**
 * What the waiting page's browser runs; it is served as the text of this function, so it uses nothing from outside of itself.
 * The key to what is shown is made here and never leaves the page; closing the page loses it.
 */
export function runWaitingPage(): void {
  const pollMs = 2000;
  const byId = (id: string) => document.getElementById(id);
  const show = (state: string) => {
    for (const part of document.querySelectorAll<HTMLElement>('[data-when]'))
      part.hidden = !(part.dataset.when ?? '').split(' ').includes(state);
    document.documentElement.dataset.state = state;
  };
  const bytesOf = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  const textOf = (bytes: ArrayBuffer) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  const ask = async (path: string, body: unknown, more: RequestInit = {}) => {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      ...more,
    });
    return { status: answer.status, body: answer.ok ? await answer.json() : null };
  };
  const draw = (rows: readonly string[]) => {
    const names = 'http://www.w3.org/2000/svg';
    const symbol = document.createElementNS(names, 'svg');
    symbol.setAttribute('viewBox', `0 0 ${rows.length} ${rows.length}`);
    symbol.setAttribute('shape-rendering', 'crispEdges');
    const path = document.createElementNS(names, 'path');
    const dark = rows.flatMap((row, down) =>
      Array.from(row, (one, right) => (one === '1' ? `M${right} ${down}h1v1h-1z` : '')),
    );
    path.setAttribute('d', dark.join(''));
    symbol.append(path);
    byId('symbol')?.replaceChildren(symbol);
  };

  const run = async () => {
    const { subtle } = globalThis.crypto;
    if (subtle === undefined) return show('unable');
    const pair = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
    const key = textOf(await subtle.exportKey('raw', pair.publicKey));
    const opened = await ask('/waiting/open', { key });
    if (opened.status !== 200) return show('full');
    const { token, reference } = opened.body;
    for (const place of document.querySelectorAll('[data-reference]')) place.textContent = reference;

    /** HKDF with SHA-256 and AES-256-GCM over the agreed secret; see `waiting-page.ts`. */
    const open = async (sealed: string) => {
      const [ephemeral = '', text = ''] = sealed.split('.');
      const curve = { name: 'ECDH', namedCurve: 'P-256' };
      const other = await subtle.importKey('raw', bytesOf(ephemeral), curve, false, []);
      const shared = await subtle.deriveBits({ name: 'ECDH', public: other }, pair.privateKey, 256);
      const info = new TextEncoder().encode(`madoguchi-waiting ${reference} ${ephemeral} ${key}`);
      const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
      const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
      const bits = await subtle.deriveBits(hkdf, material, 256);
      const opening = await subtle.importKey('raw', bits, 'AES-GCM', false, ['decrypt']);
      const iv = new Uint8Array(12);
      const plain = await subtle.decrypt({ name: 'AES-GCM', iv }, opening, bytesOf(text));
      return JSON.parse(new TextDecoder().decode(plain));
    };
    const wipe = () => {
      byId('symbol')?.replaceChildren();
      byId('secret')?.replaceChildren();
    };

    let drawn = false;
    const field = byId('code') as HTMLInputElement;
    const button = byId('prove') as HTMLButtonElement;
    const told = (name: string, is: boolean) => {
      const part = byId(name);
      if (part !== null && part.hidden === is) part.hidden = !is;
    };
    byId('proof')?.addEventListener('submit', (event) => {
      event.preventDefault();
      const code = field.value.normalize('NFKC').replaceAll(/[\s-]/g, '');
      if (!/^\d{6,8}$/.test(code)) return field.focus();
      button.disabled = true;
      field.value = '';
      told('wrong', false);
      told('judging', true);
      ask('/waiting/code', { token, code }).catch(() => undefined);
    });

    // A page that a browser keeps for later is silent meanwhile, and asks again when it comes back.
    addEventListener('pagehide', ({ persisted }) => {
      if (!persisted) ask('/waiting/close', { token }, { keepalive: true }).catch(() => undefined);
    });
    for (;;) {
      try {
        const answer = await ask('/waiting/state', { token });
        if (answer.status === 404) {
          wipe();
          return show('over');
        }
        if (answer.status === 200) {
          told('lost', false);
          const { state, sealed, wrong, judging } = answer.body;
          if (state === 'shown' && !drawn) {
            const content = await open(sealed);
            draw(content.rows);
            const secret = byId('secret');
            if (secret !== null) secret.textContent = content.secret;
            drawn = true;
          }
          if (document.documentElement.dataset.state !== state) show(state);
          if (state === 'shown') {
            told('wrong', wrong);
            told('judging', judging);
            button.disabled = judging;
          }
          if (state === 'proved' || state === 'over') return wipe();
        }
      } catch {
        told('lost', true);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  };
  byId('anew')?.addEventListener('click', () => location.reload());
  run().catch(() => show('unable'));
}
