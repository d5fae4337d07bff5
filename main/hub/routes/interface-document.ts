import { z } from 'zod';
import type { HubServer } from '../hub-server.ts';

const document = z.looseObject({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()) })),
  ),
});

/** `GET /v1/openapi.json`: the OpenAPI 3.1 document of this interface, made from the schemas that judge its messages. */
export function addInterfaceRoute(app: HubServer): void {
  app.get(
    '/v1/openapi.json',
    {
      config: { withoutProof: true },
      schema: { summary: 'This document', response: { 200: document } },
    },
    async (_, reply) => reply.type('application/json').send(JSON.stringify(app.swagger()) as never),
  );
}

/** A route as it is served: its method, and its path in Fastify's own spelling. */
export interface ServedRoute {
  readonly method: string;
  readonly path: string;
}

/** Routes that are served but not described. */
export function undescribedRoutes(app: HubServer, served: readonly ServedRoute[]): readonly string[] {
  const { paths } = document.parse(app.swagger());
  return served
    .filter(({ method, path }) => {
      const described = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      return described === undefined || Object.keys(described.responses).length === 0;
    })
    .map(({ method, path }) => `${method} ${path}`);
}
