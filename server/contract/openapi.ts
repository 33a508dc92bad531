import * as z from 'zod/mini';
import { BODY_ERRORS, COMMON_ERRORS, type Route } from './route.ts';
import { ERRORS, ErrorAnswer, type ErrorCode } from './errors.ts';

type Json = Record<string, unknown>;

const components: Json = {};

/** A schema as JSON Schema 2020-12 with named schemas in components. */
function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const json = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json;
  const { $schema: _dialect, $defs, ...rest } = json;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Json))
    components[nameOf(name, io)] ??= relink(definition, io);
  return relink(rest, io) as Json;
}

/** What goes in may have optional fields that always come out: such schemas have two names. */
const nameOf = (name: string, io: 'input' | 'output'): string => (io === 'input' ? `${name}Input` : name);

function relink(value: unknown, io: 'input' | 'output'): unknown {
  if (Array.isArray(value)) return value.map((item) => relink(item, io));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key]) => (key !== '$id' && key !== 'id') || typeof (value as Json)[key] === 'object',
  );
  return Object.fromEntries(
    entries.map(([key, item]) =>
      key === '$ref' && typeof item === 'string'
        ? [key, `#/components/schemas/${nameOf(item.replace('#/$defs/', ''), io)}`]
        : [key, relink(item, io)],
    ),
  );
}

function parametersOf(schema: z.ZodMiniObject | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: field,
  }));
}

/** Every code a route can answer, by status. */
export function errorsOf(route: Route): Map<number, ErrorCode[]> {
  const codes: ErrorCode[] = [...COMMON_ERRORS, ...(route.body ? BODY_ERRORS : []), ...route.errors];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes))
    byStatus.set(ERRORS[code], [...(byStatus.get(ERRORS[code]) ?? []), code]);
  return byStatus;
}

function responsesOf(route: Route): Json {
  const content = route.download
    ? { 'application/json': {}, 'text/csv': {} }
    : route.answer && { 'application/json': { schema: schemaOf(route.answer, 'output') } };
  const responses: Json = { [route.status]: { description: 'Done', ...(content ? { content } : {}) } };
  if (route.method === 'GET' && !route.download)
    responses['304'] = { description: 'As it was under If-None-Match' };
  for (const [status, codes] of [...errorsOf(route)].sort(([a], [b]) => a - b)) {
    const error = { $ref: '#/components/schemas/Error' };
    responses[status] = { description: codes.join(', '), content: { 'application/json': { schema: error } } };
  }
  return responses;
}

const BASES = { api: '/w/{workspaceId}/api/v1', app: '/app/v1', root: '' } as const;
const WORKSPACE = {
  name: 'workspaceId',
  in: 'path',
  required: true,
  schema: { type: 'string', default: 'personal' },
  description: '/api/v1 without it is the personal workspace',
};
const IDEMPOTENCY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 255 },
  description: 'A repeat within 24 h answers as the first did',
};

function operationOf(route: Route): Json {
  const parameters = [
    ...(route.base === 'api' ? [WORKSPACE] : []),
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...(route.idempotent ? [IDEMPOTENCY] : []),
  ];
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.base === 'api' ? (route.path.split('/')[1] ?? 'server') : route.base],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }
      : {}),
    responses: responsesOf(route),
    security: route.access === 'keyless' ? [] : [{ launchKey: [] }],
  };
}

/** The OpenAPI 3.1 document of these routes, written by nobody: it comes from the schemas that validate. */
export function openApi(routes: readonly Route[], version: string): Json {
  for (const name of Object.keys(components)) delete components[name];
  components['Error'] = (({ $schema: _dialect, ...rest }) => rest)(z.toJSONSchema(ErrorAnswer) as Json);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = BASES[route.base] + route.path;
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'TaskFlow',
      version,
      description:
        'The API of the bundled server. Every answer that is no success has the shape Error; switch on its code.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components,
      securitySchemes: { launchKey: { type: 'apiKey', in: 'header', name: 'x-taskflow-launch' } },
    },
  };
}
