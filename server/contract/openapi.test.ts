import { expect, test } from 'vitest';
import { errorsOf, openApi } from './openapi.ts';
import { BUNDLED_ROUTES, RELAYED_ROUTES, ROUTES, TEAM_ROUTES } from './routes.ts';
import type { Route } from './route.ts';

interface Operation {
  readonly operationId: string;
  readonly security: readonly Record<string, unknown>[];
  readonly responses: Record<string, unknown>;
  readonly parameters?: readonly { readonly name: string }[];
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown>; readonly securitySchemes: object };
}

const team = openApi(TEAM_ROUTES, '1.2.3', 'bearer') as unknown as Document;
const operationOf = (route: Route): Operation | undefined =>
  team.paths[(route.base === 'api' ? '/api/v1' : '') + route.path]?.[route.method.toLowerCase()];

test('every route is served somewhere, and what needs accounts only by a team', () => {
  expect(new Set([...BUNDLED_ROUTES, ...TEAM_ROUTES])).toEqual(new Set(ROUTES));
  expect(BUNDLED_ROUTES.filter(({ path }) => path.startsWith('/auth')).map(({ id }) => id)).toEqual([
    'getProfile',
    'updateProfile',
  ]);
  expect(TEAM_ROUTES.some(({ base }) => base === 'app')).toBe(false);
});

test.each(TEAM_ROUTES.map((route) => [route.id, route] as const))(
  '%s stands in a team’s document with all that it answers',
  (id, route) => {
    const operation = operationOf(route);
    expect(operation?.operationId).toBe(id);
    const needsToken = route.access === 'user' || route.access === 'admin';
    expect(operation?.security).toEqual(needsToken ? [{ bearer: [] }] : []);
    const codes = [...errorsOf(route, 'bearer').values()].flat();
    expect(codes.includes('TOKEN_EXPIRED')).toBe(needsToken);
    expect(codes).not.toContain('LAUNCH_KEY_REQUIRED');
    for (const status of errorsOf(route, 'bearer').keys())
      expect(operation?.responses).toHaveProperty(String(status));
    expect(operation?.parameters?.some(({ name }) => name === 'workspaceId')).not.toBe(true);
  },
);

test('what a team’s workspace passes on stands in the app’s document, and that the team may be away', () => {
  const app = openApi([...BUNDLED_ROUTES, ...RELAYED_ROUTES], '1.2.3', 'launchKey') as unknown as Document;
  const relayed = ROUTES.filter((route) => route.relayed);
  expect(relayed.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['updateProfile', 'purgeTask', 'changePassword', 'inviteUser']),
  );
  for (const route of relayed) {
    const operation = app.paths[`/w/{workspaceId}/api/v1${route.path}`]?.[route.method.toLowerCase()];
    expect(operation?.responses['503'], route.id).toMatchObject({
      description: expect.stringContaining('TEAM_UNREACHABLE'),
    });
    expect(operation?.security).toEqual([{ launchKey: [] }]);
    expect([...errorsOf(route, 'bearer').values()].flat()).not.toContain('TEAM_UNREACHABLE');
  }
});

test('a route that tells how far it is has its lines in the document', () => {
  const app = openApi(BUNDLED_ROUTES, '1.2.3', 'launchKey') as unknown as Document;
  expect(app.paths['/app/v1/doctor']?.['post']?.responses['200']).toMatchObject({
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/Doctor' } },
      'application/x-ndjson': {
        schema: {
          oneOf: [
            {
              required: ['progress'],
              properties: { progress: { $ref: '#/components/schemas/DoctorStage' } },
            },
            { required: ['answer'] },
            { required: ['error'] },
          ],
        },
      },
    },
  });
});

test('every reference in a team’s document leads somewhere', () => {
  const references = JSON.stringify(team).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  for (const [, name] of references) expect(team.components.schemas).toHaveProperty(name ?? '');
  expect(team.components.securitySchemes).toEqual({
    bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  });
});
