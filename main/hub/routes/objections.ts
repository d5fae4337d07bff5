import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { commandReference } from '../../exchange/command.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { type NoticeSentence, noticeSentence } from '../notices/notice-text.ts';
import { commandOfToken, object } from '../notices/object.ts';
import { createRateLimiter } from '../rate-limit.ts';

const parameters = z.strictObject({ token: z.string().max(100) });
const htmlPage = z.string();

/**
 * `GET` and `POST /objections/:token`: the page behind the link in a notice. It knows its token's own case and nothing else;
 * a token that is wrong, used or too old gets the same answer.
 */
export function addObjectionRoutes(app: HubServer, context: HubContext): void {
  const limit = createRateLimiter({ burst: 10, perSecond: 0.2 });
  app.register(async (scope: HubServer) => {
    // What a browser's form without fields sends.
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, __, done) =>
      done(null, null),
    );
    const options = {
      config: { withoutProof: true },
      bodyLimit: 1024,
      schema: {
        summary: 'The page behind the link in a notice: asks, and takes, an objection',
        params: parameters,
        produces: ['text/html'],
        response: { 200: htmlPage, 404: htmlPage, 429: htmlPage, '4xx': hubRefusal },
      },
    };
    scope.get('/objections/:token', options, async (request, reply) => {
      if (limit.take(request.ip) > 0) return page(reply, 429, 'page.unknown', null);
      const command = await commandOfToken(context.database.kysely, request.params.token, context.now());
      return command === null
        ? page(reply, 404, 'page.unknown', null)
        : page(reply, 200, 'page.ask', command);
    });
    scope.post('/objections/:token', options, async (request, reply) => {
      if (limit.take(request.ip) > 0) return page(reply, 429, 'page.unknown', null);
      const command = await object(context, request.params.token, context.now());
      return command === null
        ? page(reply, 404, 'page.unknown', null)
        : page(reply, 200, 'page.done', command);
    });
  });
}

function page(
  reply: FastifyReply,
  status: number,
  sentence: NoticeSentence,
  command: string | null,
): FastifyReply {
  const reference = command === null ? '' : commandReference(command);
  const part = (language: 'ja' | 'en') => {
    const say = (key: NoticeSentence) => escaped(noticeSentence(language, key, { reference }));
    const asks = sentence === 'page.ask';
    return `<section lang="${language}"><h1>${say('page.title')}</h1>
${asks ? `<p>${say('page.case')}</p>` : ''}<p>${say(sentence)}</p>
${asks ? `<form method="post"><button>${say('page.button')}</button></form>` : ''}</section>`;
  };
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'content-security-policy':
        "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; style-src 'unsafe-inline'",
    })
    .send(`<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(noticeSentence('ja', 'page.title'))} / ${escaped(noticeSentence('en', 'page.title'))}</title>
<style>body{font:1rem/1.7 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}
section+section{border-top:1px solid #888;margin-top:2rem}button{font:inherit;min-height:44px;padding:0 1.5rem}</style>
${part('ja')}${part('en')}</html>`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
