import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { type Document, OpenAPIBackend, type Options } from 'openapi-backend';
import { parse } from 'yaml';
import type { ServiceAnswer, ServiceRequest } from './http-service.ts';

const withFormats: NonNullable<Options['customizeAjv']> = (ajv) => {
  addFormats.default(ajv);
  return ajv;
};

/** Judges what goes to a fake and what comes from it by the vendor's own description. */
export interface VendorDescription {
  /**
   * The operation that a request is, its path parameters, or null for one that the description doesn't know or doesn't
   * allow; such a one is remembered as a breach.
   */
  judgeRequest(
    request: ServiceRequest,
    pathBelow?: string,
  ): {
    readonly operation: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly scopes: readonly string[];
  } | null;
  /** Remembers an answer that the description doesn't allow as a breach. */
  judgeAnswer(operation: string, answer: ServiceAnswer): void;
  /**
   * What a body breaks of the named schema; null when it fits. A property that the schema does not know is a complaint
   * too: for what is only handed to somebody, who sends it to an operation that the description was cut without.
   */
  complaintsAbout(schema: string, body: unknown): string | null;
  /** What was beyond the description so far. */
  readonly breaches: readonly string[];
}

export async function readVendorDescription(path: string): Promise<VendorDescription> {
  const described: Document = parse(readFileSync(path, 'utf8'));
  const paths = Object.entries(described.paths ?? {}).map(([each, item]) => [withoutDollar(each), item]);
  const definition: Document = { ...described, paths: Object.fromEntries(paths) };
  const api = new OpenAPIBackend({ definition, quick: true, customizeAjv: withFormats });
  await api.init();
  const breaches: string[] = [];
  // For answers that name their own type (OData): the description's list of them knows only what all have in common.
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(described, 'description');
  const closed = new Ajv2019({ strict: false, allErrors: true });
  addFormats.default(closed);
  closed.addSchema(described, 'description');
  const judgeNamedType = (value: unknown, operation: string): void => {
    if (Array.isArray(value)) for (const each of value) judgeNamedType(each, operation);
    if (typeof value !== 'object' || value === null) return;
    const name = '@odata.type' in value ? String(value['@odata.type']).replace(/^#/, '') : null;
    const fits = name === null ? undefined : ajv.getSchema(`description#/components/schemas/${name}`);
    if (fits !== undefined && !fits(value))
      breaches.push(`${operation} answered a ${name}: ${JSON.stringify(fits.errors)}`);
    for (const each of Object.values(value)) judgeNamedType(each, operation);
  };
  return {
    breaches,
    judgeRequest(request, path = request.path) {
      const asked = {
        method: request.method,
        path: withoutDollar(path),
        query: request.query,
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        ),
        // biome-ignore lint/suspicious/noExplicitAny: the description judges it
        body: request.body as any,
      };
      const operation = api.matchOperation(asked);
      if (operation?.operationId === undefined) {
        breaches.push(`${request.method} ${path} is not described`);
        return null;
      }
      const complaints = api.validateRequest(asked, operation).errors ?? [];
      const known = (operation.parameters ?? []).flatMap((each) =>
        'in' in each && each.in === 'query' ? [each.name] : [],
      );
      const unknown = Object.keys(request.query).filter((name) => !known.includes(name));
      if (complaints.length > 0 || unknown.length > 0) {
        breaches.push(`${request.method} ${path}: ${unknown.join()} ${JSON.stringify(complaints)}`);
        return null;
      }
      const { params } = api.router.parseRequest(asked, operation);
      const scopes = (operation.security ?? []).flatMap((each) => each.oauth2 ?? []);
      return {
        operation: operation.operationId,
        parameters: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
        scopes,
      };
    },
    judgeAnswer(operation, { status, body }) {
      const unfit = api.validateResponse(body ?? null, operation, status).errors ?? [];
      judgeNamedType(body, operation);
      if (unfit.length > 0) breaches.push(`${operation} answered ${status}: ${JSON.stringify(unfit)}`);
    },
    complaintsAbout(schema, body) {
      const fits = closed.compile({
        $ref: `description#/components/schemas/${schema}`,
        unevaluatedProperties: false,
      });
      return fits(body) ? null : JSON.stringify(fits.errors);
    },
  };
}

/** The library takes `$` in a path for a pattern's end. */
function withoutDollar(path: string): string {
  return path.replaceAll('$', '=');
}
