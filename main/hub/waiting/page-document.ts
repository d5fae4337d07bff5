import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { Profile } from '../../profile/profile.ts';
import { type NoticeSentence, noticeSentence } from '../notices/notice-text.ts';

/** States in which the page says what to do, bears its reference, and can only be opened anew. */
const waits = 'starting waiting called';
const stands = 'waiting called';
const ends = 'over unable full';

/** The page's document in both languages, Japanese first. Everything that changes is there, and shown by its script. */
export function waitingDocument({ waitingPage }: NonNullable<Profile['phone']>): string {
  const { title, steps } = waitingPage;
  return `<!doctype html><html lang="ja" data-state="starting"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title.ja)} / ${escaped(title.en)}</title><style>${style}</style>
<main><h1 data-when="${waits} shown">${both(title)}</h1>
<noscript><p>${said('waiting.unable')}</p></noscript>
<div data-when="${stands}" hidden><p class="label">${said('waiting.reference')}</p>
<p class="reference" data-reference translate="no"></p><p class="care">${said('waiting.say')}</p></div>
<div role="status">
<p data-when="starting">${said('waiting.starting')}</p>
<p data-when="waiting" class="state" hidden>${said('waiting.waiting')}</p>
<p data-when="called" class="state" hidden>${said('waiting.called')}</p>
<p data-when="proved" class="state" hidden>${said('waiting.proved')}</p>
<p data-when="over" class="state" hidden>${said('waiting.over')}</p>
<p data-when="unable" class="state" hidden>${said('waiting.unable')}</p>
<p data-when="full" class="state" hidden>${said('waiting.full')}</p>
<p id="lost" class="care" hidden>${said('waiting.lost')}</p></div>
<ol data-when="${waits}">${steps.map((step) => `<li>${both(step)}</li>`).join('')}</ol>
<section data-when="shown" hidden><p class="state">${said('waiting.scan')}</p>
<div id="symbol" role="img" aria-label="${plain('waiting.qr')}"></div>
<p>${said('waiting.typed')}</p><p id="secret" translate="no"></p>
<form id="proof"><label for="code">${said('waiting.code')}</label>
<input id="code" inputmode="numeric" autocomplete="off" maxlength="10"><button id="prove">${said('waiting.prove')}</button></form>
<div role="status"><p id="judging" hidden>${said('waiting.judging')}</p><p id="wrong" class="care" hidden>${said('waiting.wrong')}</p></div></section>
<p data-when="${ends}" hidden><button id="anew" type="button">${said('waiting.anew')}</button></p></main>
<script src="/waiting/page.js"></script></html>`;
}

function said(key: NoticeSentence): string {
  return both({ ja: noticeSentence('ja', key), en: noticeSentence('en', key) });
}

function plain(key: NoticeSentence): string {
  return escaped(`${noticeSentence('ja', key)} / ${noticeSentence('en', key)}`);
}

function both({ ja, en }: LocalizedText): string {
  return `<span lang="ja">${escaped(ja)}</span> <span lang="en">${escaped(en)}</span>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const style = `body{font:1rem/1.7 system-ui,sans-serif;margin:0;color:#1a1f24;background:#fff;color-scheme:light}
main{max-width:40rem;margin:2rem auto;padding:0 1rem}[hidden]{display:none!important}
h1{font-size:1.5rem;line-height:1.4}span[lang]{display:block}span[lang=en]{color:#4a545e}
.label{margin:0}.reference{font:700 2.5rem/1.3 ui-monospace,monospace;letter-spacing:.05em;margin:0}
.state{border-left:4px solid #1f6f8b;padding:.5rem 1rem;background:#eef5f8}
.care{border-left:4px solid #a15c00;padding:.5rem 1rem;background:#fdf4e7}
#symbol{width:16rem;height:16rem}#symbol svg{width:100%;height:100%}
#secret{font:1.25rem/1.6 ui-monospace,monospace;overflow-wrap:anywhere}
form{display:grid;gap:.5rem;max-width:22rem}input,button{font:inherit;min-height:44px;padding:.25rem 1rem;box-sizing:border-box}
input{font-size:1.5rem;letter-spacing:.2em}button span{display:inline}button span[lang=en]{color:inherit}`;
