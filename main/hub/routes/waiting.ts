import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ok } from '../../../preload/contract/errors.ts';
import { hubRefusal } from '../../exchange/hub-interface.ts';
import {
  isPageKey,
  joinPageRequest,
  joinPageResponse,
  lookAtPageRequest,
  lookAtPageResponse,
  pageKey,
  showPageRequest,
  showPageResponse,
} from '../../exchange/waiting-page.ts';
import type { Profile } from '../../profile/profile.ts';
import { profileOf } from '../../profile/profiles.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { readInstitution } from '../institution.ts';
import { createRateLimiter } from '../rate-limit.ts';
import { sendRefusal } from '../refusal-status.ts';
import { waitingDocument } from '../waiting/page-document.ts';
import { runWaitingPage } from '../waiting/page-script.ts';
import {
  closePage,
  joinPage,
  lookAtPage,
  openPage,
  pageState,
  showOnPage,
  typeCode,
} from '../waiting/waiting-pages.ts';
import { addCounterRoute } from './counter-route.ts';

const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const text = z.string();
const pageHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
} as const;

/**
 * The page of somebody who waits for the help desk, `GET /waiting`, with what it asks; and the counter's side of it. Only
 * where the institution makes sure of people by telephone and initialises their TOTP then.
 */
export function addWaitingRoutes(app: HubServer, context: HubContext): void {
  addPageRoutes(app, context);
  addCounterRoutes(app, context);
}

function addPageRoutes(app: HubServer, context: HubContext): void {
  const opening = createRateLimiter({ burst: 10, perSecond: 1 / 30 });
  const asking = createRateLimiter({ burst: 20, perSecond: 1 });
  const config = { withoutProof: true } as const;
  const phone = async (): Promise<Profile['phone']> => {
    const institution = await readInstitution(context.database.kysely);
    const known = institution === null ? null : profileOf(institution.settings.profile);
    return known?.phone?.operations.includes('initialise-totp') === true ? known.phone : null;
  };
  const sendText = (reply: FastifyReply, type: string, body: string) =>
    reply
      .code(200)
      .headers({ ...pageHeaders, 'content-type': `${type}; charset=utf-8` })
      .send(body);

  app.get(
    '/waiting',
    {
      config,
      schema: {
        summary: 'The page on which somebody waits for the help desk',
        produces: ['text/html'],
        response: { 200: text, '4xx': hubRefusal },
      },
    },
    async (_, reply) => {
      const rules = await phone();
      return rules === null
        ? sendRefusal(reply, 'call/unknown-procedure')
        : sendText(reply, 'text/html', waitingDocument(rules));
    },
  );
  app.get(
    '/waiting/page.js',
    {
      config,
      schema: {
        summary: 'The script of that page',
        produces: ['text/javascript'],
        response: { 200: text, '4xx': hubRefusal },
      },
    },
    async (_, reply) => sendText(reply, 'text/javascript', `(${runWaitingPage.toString()})();\n`),
  );
  app.post(
    '/waiting/open',
    {
      config,
      bodyLimit: 1024,
      schema: {
        summary: 'A waiting page was opened: its reference, and the token by which it asks',
        body: z.strictObject({ key: pageKey }),
        response: {
          200: z.strictObject({ token, reference: z.string(), expiresAt: z.iso.datetime() }),
          '4xx': hubRefusal,
        },
      },
    },
    async (request, reply) => {
      const seconds = opening.take(request.ip);
      if (seconds > 0) return sendRefusal(reply.header('retry-after', seconds), 'call/flood');
      if ((await phone()) === null) return sendRefusal(reply, 'call/unknown-procedure');
      if (!isPageKey(request.body.key)) return sendRefusal(reply, 'call/bad-input');
      const opened = await openPage(context, request.body.key);
      if (opened === null) return sendRefusal(reply.header('retry-after', 60), 'call/flood');
      const { expiresAt, ...page } = opened;
      return reply
        .code(200)
        .header('cache-control', 'no-store')
        .send({ ...page, expiresAt: expiresAt.toISOString() });
    },
  );
  app.post(
    '/waiting/state',
    {
      config,
      bodyLimit: 1024,
      schema: {
        summary: 'How a waiting page stands, and what it alone can read',
        body: z.strictObject({ token }),
        response: {
          200: z.strictObject({
            state: z.enum(['waiting', 'called', 'shown', 'proved', 'over']),
            sealed: z.string().nullable(),
            wrong: z.boolean(),
            judging: z.boolean(),
          }),
          '4xx': hubRefusal,
        },
      },
    },
    async (request, reply) => {
      const seconds = asking.take(request.body.token);
      if (seconds > 0) return sendRefusal(reply.header('retry-after', seconds), 'call/flood');
      const state = await pageState(context, request.body.token);
      if (state === null) return reply.code(404).send({ code: 'waiting/none' as const });
      return reply.code(200).header('cache-control', 'no-store').send(state);
    },
  );
  app.post(
    '/waiting/code',
    {
      config,
      bodyLimit: 1024,
      schema: {
        summary: 'The first code of the new app, typed at a waiting page',
        body: z.strictObject({ token, code: z.string().regex(/^\d{6,8}$/) }),
        response: { 200: z.strictObject({ taken: z.boolean() }), '4xx': hubRefusal },
      },
    },
    async (request, reply) => {
      const seconds = asking.take(request.body.token);
      if (seconds > 0) return sendRefusal(reply.header('retry-after', seconds), 'call/flood');
      const taken = await typeCode(context, request.body.token, request.body.code);
      return reply.code(200).send({ taken });
    },
  );
  app.post(
    '/waiting/close',
    {
      config,
      bodyLimit: 1024,
      schema: {
        summary: 'A waiting page is being closed: nothing is handed over to it any more',
        body: z.strictObject({ token }),
        response: { 200: z.strictObject({}), '4xx': hubRefusal },
      },
    },
    async (request, reply) => {
      const seconds = asking.take(request.body.token);
      if (seconds > 0) return sendRefusal(reply.header('retry-after', seconds), 'call/flood');
      await closePage(context, request.body.token);
      return reply.code(200).send({});
    },
  );
}

function addCounterRoutes(app: HubServer, context: HubContext): void {
  addCounterRoute(app, '/v1/waiting/join', {
    summary: 'A caller’s waiting page belongs to this case',
    bodyLimit: 1024,
    body: joinPageRequest,
    answer: joinPageResponse,
    handle: async (station, { reference, case: caseId }) => {
      const joined = await joinPage(context, { station: station.id, reference, caseId });
      if (!joined.ok) return joined;
      const { key, openedAt } = joined.value;
      return ok({ key, openedAt: openedAt.toISOString() });
    },
  });
  addCounterRoute(app, '/v1/waiting/show', {
    summary: 'Hand over what a waiting page alone can read',
    bodyLimit: 96 * 1024,
    body: showPageRequest,
    answer: showPageResponse,
    handle: async (station, { reference, case: caseId, sealed }) => {
      const shown = await showOnPage(context, { station: station.id, reference, caseId, sealed });
      return shown.ok ? ok({ shown: true as const }) : shown;
    },
  });
  addCounterRoute(app, '/v1/waiting/look', {
    summary: 'What was typed at a waiting page, and what became of it',
    bodyLimit: 1024,
    body: lookAtPageRequest,
    answer: lookAtPageResponse,
    handle: async (station, { reference, case: caseId, judged, over }, reply) => {
      reply.header('cache-control', 'no-store');
      return ok(await lookAtPage(context, { station: station.id, reference, caseId, judged, over }));
    },
  });
}
