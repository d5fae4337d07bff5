import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { proofHeader } from '../exchange/request-proof.ts';
import type { HubContext } from './hub-context.ts';
import type { HubServer } from './hub-server.ts';
import type { HubMetrics } from './operation/metrics.ts';
import { sendRefusal } from './refusal-status.ts';
import { type LogSettings, loggerOptions } from './request-log.ts';
import { addCheckpointRoutes } from './routes/checkpoints.ts';
import { addCheckRoute } from './routes/checks.ts';
import { addCommandRoutes } from './routes/commands.ts';
import { addDirectoryRoutes } from './routes/directory.ts';
import { addEnrolmentRoute } from './routes/enrolment.ts';
import { addFactorRoute } from './routes/factors.ts';
import { addFeedRoute } from './routes/feed.ts';
import { addHealthRoute } from './routes/health.ts';
import { addInterfaceRoute, type ServedRoute, undescribedRoutes } from './routes/interface-document.ts';
import { addIssueRoutes } from './routes/issues.ts';
import { addObjectionRoutes } from './routes/objections.ts';
import { addOperatorRoutes } from './routes/operators.ts';
import { addOversightRoutes } from './routes/oversight.ts';
import { addPeopleRoute } from './routes/people.ts';
import { addPostureRoute } from './routes/posture.ts';
import { requireStationProof } from './routes/require-station-proof.ts';
import { addSignInRoutes } from './routes/sign-ins.ts';
import { addTotpRoutes } from './routes/totp.ts';
import { addUpdateRoute } from './routes/updates.ts';
import { addWaitingRoutes } from './routes/waiting.ts';

export interface TlsSettings {
  /** PEM, the certificate with its intermediates. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

export interface ServerSettings {
  readonly tls: TlsSettings | null;
  /** Whether the caller's address is the one that a proxy before this hub reports. */
  readonly behindProxy: boolean;
  readonly log: LogSettings | null;
  /** Hears of every answer. */
  readonly answered: HubMetrics['answered'];
}

/** Bytes of a body where a route names no other limit, and of all headers together. */
const bodyLimit = 64 * 1024;
const headerLimit = 16 * 1024;

/** The HTTP interface: bounded in size, time and rate, described by the document that it serves itself. */
export async function buildServer(context: HubContext, settings: ServerSettings): Promise<HubServer> {
  const app = Fastify({
    serverFactory: (handler) => bounded(handler, settings.tls),
    logger: loggerOptions(settings.log),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    exposeHeadRoutes: false,
    // One proxy: what stands before its own entry in X-Forwarded-For is the caller's word.
    trustProxy: settings.behindProxy && ((_, hop) => hop === 0),
    routerOptions: { maxParamLength: 100 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('rawBody', null);
  app.decorateRequest('station', null);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    // The station signed the bytes, so they are kept as they came.
    request.rawBody = body;
    try {
      done(null, JSON.parse(body.toString('utf8')));
    } catch {
      done(Object.assign(new Error('not JSON'), { statusCode: 400 }));
    }
  });
  app.addHook('onResponse', async (request, reply) => {
    settings.answered(request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime / 1000);
    request.log.info({
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      station: request.station?.id ?? null,
    });
  });
  app.addHook('onSend', async (_, reply) => {
    // A connection that stayed open would keep the hub from stopping.
    if (context.stopping.aborted) reply.header('connection', 'close');
  });
  app.setNotFoundHandler((_, reply) => sendRefusal(reply, 'call/unknown-procedure'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) return sendRefusal(reply, 'call/too-large');
    if (status >= 400 && status < 500) return sendRefusal(reply, 'call/bad-input');
    request.log.error({ err: error });
    return reply.code(500).send({ code: 'call/failed' });
  });

  const served: ServedRoute[] = [];
  app.addHook('onRoute', ({ method, url: path }) => {
    for (const one of [method].flat()) served.push({ method: one, path });
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Madoguchi hub',
        version: '1.0.0',
        description: 'What stations and their hub say to each other.',
      },
      components: {
        securitySchemes: {
          stationProof: {
            type: 'apiKey',
            in: 'header',
            name: proofHeader,
            description:
              'A madoguchi-request+jws by the station’s key over method, path, body and time, with a one-time nonce.',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  requireStationProof(app, context);
  addHealthRoute(app, context);
  addUpdateRoute(app, context);
  addInterfaceRoute(app);
  addEnrolmentRoute(app, context);
  addCommandRoutes(app, context);
  addFeedRoute(app, context);
  addCheckpointRoutes(app, context);
  addOperatorRoutes(app, context);
  addTotpRoutes(app, context);
  addDirectoryRoutes(app, context);
  addSignInRoutes(app, context);
  addObjectionRoutes(app, context);
  addWaitingRoutes(app, context);
  addFactorRoute(app, context);
  addIssueRoutes(app, context);
  addCheckRoute(app, context);
  addPeopleRoute(app, context);
  addPostureRoute(app, context);
  addOversightRoutes(app, context);
  await app.ready();
  const undescribed = undescribedRoutes(app, served);
  if (undescribed.length > 0) throw new Error(`routes without a description: ${undescribed.join(', ')}`);
  return app;
}

function bounded(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  tls: TlsSettings | null,
): Server {
  const limits = {
    maxHeaderSize: headerLimit,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    connectionsCheckingInterval: 5_000,
  };
  const server =
    tls === null
      ? createServer(limits, handler)
      : createTlsServer({ ...limits, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, handler);
  // Longer than the longest poll, shorter than for ever.
  server.setTimeout(60_000);
  server.maxHeadersCount = 60;
  server.maxRequestsPerSocket = 10_000;
  return server;
}
