import * as z from 'zod/mini';
import {
  BODY_ERRORS,
  COMMON_ERRORS,
  LAUNCH_KEY_ERRORS,
  RELAY_ERRORS,
  SIGNED_IN_ERRORS,
  TEAM_ERRORS,
  type Route,
} from './route.ts';
import { ERRORS, ErrorAnswer, type ErrorCode } from './errors.ts';
import { LINES_TYPE } from './lines.ts';

type Json = Record<string, unknown>;
type Direction = 'input' | 'output';

/** Collects named schemas while routes are described. */
class Schemas {
  readonly named: Record<string, unknown> = {};

  /** A schema in JSON Schema 2020-12; those with a name of their own are referred to. */
  of(schema: z.ZodMiniType, io: Direction): Json {
    const {
      $schema: _dialect,
      $defs,
      ...json
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
    for (const [name, definition] of Object.entries(($defs ?? {}) as Json))
      this.named[nameOf(name, io)] ??= relinked(definition, io);
    return relinked(json, io) as Json;
  }
}

/** What goes in may leave out what always comes out: so a name stands for one direction only. */
const nameOf = (name: string, io: Direction): string => (io === 'input' ? `${name}Input` : name);

/** References into the document instead of into the schema; zod's own `id` beside a definition goes. */
function relinked(value: unknown, io: Direction): unknown {
  if (Array.isArray(value)) return value.map((item) => relinked(item, io));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, item]) => key !== 'id' || typeof item === 'object');
  return Object.fromEntries(
    entries.map(([key, item]) => {
      if (key !== '$ref' || typeof item !== 'string') return [key, relinked(item, io)];
      return [key, `#/components/schemas/${nameOf(item.replace('#/$defs/', ''), io)}`];
    }),
  );
}

function parametersOf(
  schemas: Schemas,
  schema: z.ZodMiniObject | undefined,
  place: 'path' | 'query',
): Json[] {
  if (!schema) return [];
  const json = schemas.of(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: field,
  }));
}

/** What a server asks for before it answers: the launch key of the bundled one, or a team's access tokens. */
export type Door = 'launchKey' | 'bearer';

const isSignedIn = ({ access }: Route): boolean => access === 'user' || access === 'admin';

function doorErrors(route: Route, door: Door): readonly ErrorCode[] {
  if (door === 'launchKey')
    return route.relayed ? [...LAUNCH_KEY_ERRORS, ...RELAY_ERRORS] : LAUNCH_KEY_ERRORS;
  return isSignedIn(route) ? [...TEAM_ERRORS, ...SIGNED_IN_ERRORS] : TEAM_ERRORS;
}

/** Every code a route can answer, by status. */
export function errorsOf(route: Route, door: Door = 'launchKey'): Map<number, ErrorCode[]> {
  const codes = new Set<ErrorCode>([
    ...COMMON_ERRORS,
    ...doorErrors(route, door),
    ...(route.access === 'admin' ? (['FORBIDDEN'] as const) : []),
    ...(route.body ? BODY_ERRORS : []),
    ...route.errors,
  ]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(ERRORS[code], [...(byStatus.get(ERRORS[code]) ?? []), code]);
  return byStatus;
}

/** A line of an answer that tells how far it is. */
function linesOf(schemas: Schemas, progress: z.ZodMiniType, answer: z.ZodMiniType): Json {
  const only = (name: string, schema: Json) => ({
    type: 'object',
    required: [name],
    properties: { [name]: schema },
  });
  return {
    oneOf: [
      only('progress', schemas.of(progress, 'output')),
      only('answer', schemas.of(answer, 'output')),
      only('error', { $ref: '#/components/schemas/Error' }),
    ],
  };
}

function responsesOf(schemas: Schemas, route: Route, door: Door): Json {
  const json = (schema: Json) => ({ 'application/json': { schema } });
  const content = route.download
    ? { 'application/json': {}, 'text/csv': {} }
    : route.answer && {
        ...json(schemas.of(route.answer, 'output')),
        ...(route.progress && { [LINES_TYPE]: { schema: linesOf(schemas, route.progress, route.answer) } }),
      };
  const responses: Json = { [route.status]: { description: 'Done', ...(content ? { content } : {}) } };
  if (route.method === 'GET' && !route.download)
    responses['304'] = { description: 'As it was when the ETag in If-None-Match was sent' };
  for (const [status, codes] of [...errorsOf(route, door)].sort(([a], [b]) => a - b))
    responses[status] = {
      description: codes.join(', '),
      content: json({ $ref: '#/components/schemas/Error' }),
    };
  return responses;
}

const BASES = {
  launchKey: { api: '/w/{workspaceId}/api/v1', app: '/app/v1', root: '' },
  bearer: { api: '/api/v1', app: '/app/v1', root: '' },
} as const;
const SCHEMES = {
  launchKey: { launchKey: { type: 'apiKey', in: 'header', name: 'x-taskflow-launch' } },
  bearer: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
} as const;
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

function operationOf(schemas: Schemas, route: Route, door: Door): Json {
  const parameters = [
    ...(route.base === 'api' && door === 'launchKey' ? [WORKSPACE] : []),
    ...parametersOf(schemas, route.params, 'path'),
    ...parametersOf(schemas, route.query, 'query'),
    ...(route.idempotent ? [IDEMPOTENCY] : []),
  ];
  const body = route.body && { 'application/json': { schema: schemas.of(route.body, 'input') } };
  return {
    operationId: route.id,
    summary: route.summary,
    ...(door === 'launchKey' && route.relayed ? { description: RELAYED[route.serves ?? 'all'] } : {}),
    tags: [route.base === 'api' ? (route.path.split('/')[1] ?? '') : route.base],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: responsesOf(schemas, route, door),
    security: needsNothing(route, door) ? [] : [{ [door]: [] }],
  };
}

const RELAYED = {
  team: 'Of a team’s workspace, which passes it on to the team; a personal one answers 404.',
  all: 'A team’s workspace passes it on to the team.',
} as const;

const needsNothing = (route: Route, door: Door): boolean =>
  door === 'launchKey' ? route.access === 'keyless' : !isSignedIn(route);

/** The OpenAPI 3.1 document of these routes. Nobody writes it: it comes from the schemas that validate. */
export function openApi(routes: readonly Route[], version: string, door: Door): Json {
  const schemas = new Schemas();
  schemas.of(z.object({ error: ErrorAnswer }), 'output');
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = BASES[door][route.base] + route.path;
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(schemas, route, door);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'TaskFlow',
      version,
      description:
        'Every answer that is no success has the shape Error; switch on its code. What a query or a body has beyond what is named here is passed over: a filter that is misspelt filters nothing.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: schemas.named,
      securitySchemes: SCHEMES[door],
    },
  };
}
