import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { expect } from 'vitest';

/** Fails the test when an answer is not what the hub's own OpenAPI document says. */
export type InterfaceJudge = (method: string, path: string, status: number, body: unknown) => void;

type Json = Record<string, unknown>;

/** Reads the document that the hub serves and compiles the schema of every answer in it. */
export async function judgeOf(url: string): Promise<InterfaceJudge> {
  const response = await fetch(`${url}/v1/openapi.json`);
  expect(response.headers.get('content-type')).toContain('application/json');
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, Json>>;
  };
  expect(document.openapi).toBe('3.1.0');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajvFormats.default(ajv);
  const schemas = new Map<string, ReturnType<typeof ajv.compile>>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      for (const [status, answer] of Object.entries(operation.responses as Record<string, Json>)) {
        const content = answer.content as Record<string, { schema: Json }>;
        schemas.set(
          `${method.toUpperCase()} ${path} ${status.toUpperCase()}`,
          ajv.compile(content['application/json']!.schema),
        );
      }
    }
  }
  return (method, path, status, body) => {
    const route = `${method} ${path.split('?')[0]}`;
    if (![...schemas.keys()].some((key) => key.startsWith(`${route} `))) return;
    const validate = schemas.get(`${route} ${status}`) ?? schemas.get(`${route} ${String(status)[0]}XX`);
    expect(validate, `${route} ${status} is described`).toBeDefined();
    expect(validate!(body), JSON.stringify(validate!.errors)).toBe(true);
  };
}
