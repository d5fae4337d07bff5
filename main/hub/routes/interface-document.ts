import type { HubServer } from '../hub-server.ts';

/** `GET /v1/openapi.json`: the OpenAPI 3.1 document of this interface, made from the schemas that judge its messages. */
export function addInterfaceRoute(app: HubServer): void {
  app.get('/v1/openapi.json', { config: { withoutProof: true }, schema: { hide: true } }, async (_, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  );
}
