import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { expect } from 'vitest';

/**
 * Fails the test when an answer is not what the hub's own OpenAPI document says, when a route is not in it, or when a
 * request that it does not allow was answered with success.
 */
export type InterfaceJudge = (
  method: string,
  path: string,
  answer: { readonly status: number; readonly body: unknown },
  sent: unknown,
) => void;

type Json = Record<string, unknown>;
type Validate = ReturnType<Ajv2020['compile']>;
interface Operation {
  readonly responses: ReadonlyMap<string, Validate>;
  readonly body: Validate | null;
  readonly query: Validate | null;
}

/** Operations that were answered with success before any judge, by `METHOD path`. */
export const exercised = new Set<string>();

/** Reads the document that the hub serves. */
export async function readInterface(url: string) {
  const response = await fetch(`${url}/v1/openapi.json`);
  expect(response.headers.get('content-type')).toContain('application/json');
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, Json>>;
    components?: Json;
  };
  expect(document.openapi).toBe('3.1.0');
  return document;
}

/** Compiles the schema of every request and every answer in the document. */
export async function judgeOf(url: string): Promise<InterfaceJudge> {
  const document = await readInterface(url);
  const options = { strict: false, allErrors: true } as const;
  const ajv = new Ajv2020(options);
  // What stands in an address is text.
  const ofAddress = new Ajv2020({ ...options, coerceTypes: true });
  for (const one of [ajv, ofAddress]) ajvFormats.default(one);
  // Shared parts are referred to from the document's root.
  const rooted = (schema: Json): Json =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"hub#/components/')) as Json;
  for (const one of [ajv, ofAddress])
    one.addSchema({ $id: 'hub', components: rooted(document.components ?? {}) });
  const schemaIn = (content: unknown) => {
    const schema = Object.values((content ?? {}) as Record<string, { schema: Json }>)[0]?.schema;
    return schema === undefined ? undefined : rooted(schema);
  };
  const operations = new Map<string, Operation>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const responses = Object.entries(operation.responses as Record<string, Json>).map(
        ([status, { content }]) => [status.toUpperCase(), ajv.compile(schemaIn(content) ?? false)] as const,
      );
      const parameters = (
        (operation.parameters ?? []) as { in: string; name: string; required?: boolean; schema: Json }[]
      ).filter((one) => one.in === 'query');
      const body = schemaIn((operation.requestBody as Json | undefined)?.content);
      operations.set(`${method.toUpperCase()} ${path}`, {
        responses: new Map(responses),
        body: body === undefined ? null : ajv.compile(body),
        query: ofAddress.compile({
          type: 'object',
          properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
          required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
        }),
      });
    }
  }
  return (method, path, { status, body }, sent) => {
    const [place = '', search = ''] = path.split('?');
    const route = `${method} ${place}`;
    const operation = operations.get(route);
    if (operation === undefined) {
      expect(status, `${route} is not described, so it is not there`).toBe(404);
      return;
    }
    const validate =
      operation.responses.get(String(status)) ?? operation.responses.get(`${String(status)[0]}XX`);
    expect(validate, `${route} ${status} is described`).toBeDefined();
    expect(validate!(body), JSON.stringify(validate!.errors)).toBe(true);
    if (status >= 300) return;
    exercised.add(route);
    expect(operation.query?.(Object.fromEntries(new URLSearchParams(search))), `${route}: query`).toBe(true);
    if (operation.body !== null)
      expect(operation.body(sent), `${route}: ${JSON.stringify(operation.body.errors)}`).toBe(true);
  };
}
