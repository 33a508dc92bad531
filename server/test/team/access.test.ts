import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ErrorAnswer } from '../../contract/errors.ts';
import { TEAM_ROUTES } from '../../contract/routes.ts';
import { mutationOf } from './sync-server.ts';
import { startTeamServer, type Answered, type Person, type TeamServer } from './team-server.ts';

/** Every route × who asks: nobody, a stranger to the task, its creator, its assignee, an admin who is neither. */
const ACTORS = ['nobody', 'stranger', 'creator', 'assignee', 'admin'] as const;
type Actor = (typeof ACTORS)[number];

let server: TeamServer;
let people: Record<Exclude<Actor, 'nobody'>, Person>;
beforeAll(async () => {
  server = await startTeamServer();
  const admin = await server.admin('admin@example.org');
  people = {
    admin,
    stranger: await server.member('stranger@example.org', admin),
    creator: await server.member('creator@example.org', admin),
    assignee: await server.member('assignee@example.org', admin),
  };
});
afterAll(() => server.close());

type Ask = (method: string, route: string, body?: unknown) => Promise<Answered>;
interface Row {
  /** What is asked; `task` is new for each: made by the creator, assigned to the assignee. */
  readonly ask: (ask: Ask, task: string, who: Actor) => Promise<Answered>;
  /** Status, or code where it is no success, for each actor in order. */
  readonly answers: readonly (number | string)[];
  /** Whether the task lies in the trash. */
  readonly trashed?: boolean;
}

const SOME = '01a20bdd-c221-7172-9c43-22168b3ad724';
const signedIn = (answer: number | string): Row['answers'] => [
  'UNAUTHENTICATED',
  answer,
  answer,
  answer,
  answer,
];
const everybody = (answer: number | string): Row['answers'] => ACTORS.map(() => answer);
const adminOnly = (answer: number | string): Row['answers'] => [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'FORBIDDEN',
  'FORBIDDEN',
  answer,
];
/** What may not be seen does not exist. */
const seers = (creator: number | string, assignee: number | string, admin: number | string) => [
  'UNAUTHENTICATED',
  'NOT_FOUND',
  creator,
  assignee,
  admin,
];
const mail = (): string => `${crypto.randomUUID()}@example.org`;
const bulk = (op: object): Row['ask'] => {
  return async (ask, id) => {
    const told = await ask('POST', '/tasks/bulk', [{ id, ...op }]);
    const results = told.json['results'] as { status: number; error?: { code: string } }[] | undefined;
    // The one result stands for the answer.
    const one = results?.[0];
    return one ? { ...told, status: one.status, json: { code: one.error?.code } } : told;
  };
};

const ROWS: Record<string, Row | readonly Row[]> = {
  getServer: { ask: (ask) => ask('GET', '/server'), answers: everybody(200) },
  livez: { ask: (ask) => ask('GET', '/../../livez'), answers: everybody(200) },
  readyz: { ask: (ask) => ask('GET', '/../../readyz'), answers: everybody(200) },
  register: {
    ask: (ask) => ask('POST', '/auth/register', { email: mail(), password: 'a good password' }),
    answers: everybody('REGISTRATION_CLOSED'),
  },
  login: {
    ask: (ask) => ask('POST', '/auth/login', { email: mail(), password: 'x', client: 'app' }),
    answers: everybody('BAD_CREDENTIALS'),
  },
  refresh: { ask: (ask) => ask('POST', '/auth/refresh', {}), answers: everybody('FOREIGN_ORIGIN') },
  logout: {
    ask: async (ask, _task, who) =>
      who === 'nobody'
        ? ask('POST', '/auth/logout')
        : (await server.signIn(people[who].email)).request('POST', '/auth/logout'),
    answers: signedIn(204),
  },
  getProfile: { ask: (ask) => ask('GET', '/auth/profile'), answers: signedIn(200) },
  updateProfile: {
    ask: (ask) => ask('PATCH', '/auth/profile', { lastName: 'Lovelace' }),
    answers: signedIn(200),
  },
  changePassword: {
    ask: (ask) => ask('POST', '/auth/password', { current: 'x', next: 'a good password' }),
    answers: signedIn('BAD_CREDENTIALS'),
  },
  resetPassword: {
    ask: (ask) => ask('POST', '/auth/reset', { token: 'a'.repeat(43), next: 'a good password' }),
    answers: everybody('LINK_INVALID'),
  },
  listSessions: { ask: (ask) => ask('GET', '/auth/sessions'), answers: signedIn(200) },
  endSession: { ask: (ask) => ask('DELETE', `/auth/sessions/${SOME}`), answers: signedIn('NOT_FOUND') },
  listUsers: { ask: (ask) => ask('GET', '/users'), answers: signedIn(200) },
  updateUser: { ask: (ask) => ask('PATCH', `/users/${people.stranger.id}`, {}), answers: adminOnly(200) },
  inviteUser: { ask: (ask) => ask('POST', '/users/invite', { email: mail() }), answers: adminOnly(201) },
  listInvites: { ask: (ask) => ask('GET', '/users/invites'), answers: adminOnly(200) },
  revokeInvite: { ask: (ask) => ask('DELETE', `/users/invites/${SOME}`), answers: adminOnly('NOT_FOUND') },
  resetUser: { ask: (ask) => ask('POST', `/users/${people.stranger.id}/reset`), answers: adminOnly(201) },
  listTasks: { ask: (ask) => ask('GET', '/tasks'), answers: signedIn(200) },
  createTask: { ask: (ask) => ask('POST', '/tasks', { title: 'own' }), answers: signedIn(201) },
  taskStats: { ask: (ask) => ask('GET', '/tasks/stats'), answers: signedIn(200) },
  getTask: { ask: (ask, id) => ask('GET', `/tasks/${id}`), answers: seers(200, 200, 200) },
  updateTask: {
    ask: (ask, id) => ask('PATCH', `/tasks/${id}`, { version: 1, title: 'new' }),
    answers: seers(200, 200, 200),
  },
  assignTask: {
    ask: (ask, id) => ask('POST', `/tasks/${id}/assign`, { version: 1, assigneeId: null }),
    answers: seers(200, 200, 200),
  },
  deleteTask: { ask: (ask, id) => ask('DELETE', `/tasks/${id}`), answers: seers(204, 'FORBIDDEN', 204) },
  restoreTask: {
    ask: (ask, id) => ask('POST', `/tasks/${id}/restore`),
    answers: seers(200, 'FORBIDDEN', 200),
    trashed: true,
  },
  purgeTask: {
    ask: (ask, id) => ask('DELETE', `/tasks/${id}/forever`),
    answers: seers('FORBIDDEN', 'FORBIDDEN', 204),
    trashed: true,
  },
  bulkTasks: [
    { ask: bulk({ op: 'update', version: 1, set: { title: 'new' } }), answers: seers(200, 200, 200) },
    { ask: bulk({ op: 'delete', version: 1 }), answers: seers(204, 'FORBIDDEN', 204) },
    { ask: bulk({ op: 'restore', version: 2 }), answers: seers(200, 'FORBIDDEN', 200), trashed: true },
    { ask: bulk({ op: 'forever' }), answers: seers('FORBIDDEN', 'FORBIDDEN', 204), trashed: true },
  ],
  taskHistory: { ask: (ask, id) => ask('GET', `/tasks/${id}/history`), answers: seers(200, 200, 200) },
  listEvents: { ask: (ask) => ask('GET', '/events'), answers: signedIn(200) },
  newestOfOthers: { ask: (ask) => ask('GET', '/events/others'), answers: signedIn(200) },
  listNotifications: { ask: (ask) => ask('GET', '/notifications'), answers: signedIn(200) },
  readNotifications: {
    ask: (ask) => ask('POST', '/notifications/read', { ids: [SOME] }),
    answers: signedIn(204),
  },
  exportTasks: { ask: (ask) => ask('GET', '/export?format=json'), answers: signedIn(200) },
  importTasks: [
    {
      ask: (ask) =>
        ask('POST', '/import', { format: 'csv', content: 'title\nx', mode: 'merge', preview: true }),
      answers: signedIn(200),
    },
    {
      ask: (ask) =>
        ask('POST', '/import', { format: 'csv', content: 'title\nx', mode: 'replace', preview: false }),
      answers: signedIn('REPLACE_NOT_ALLOWED'),
    },
  ],
  getState: { ask: (ask) => ask('GET', '/state/none'), answers: signedIn(200) },
  putState: { ask: (ask) => ask('PUT', '/state/view', { value: 1 }), answers: signedIn(204) },
  deleteState: { ask: (ask) => ask('DELETE', '/state/view'), answers: signedIn(204) },
  pullChanges: { ask: (ask) => ask('GET', '/sync/changes'), answers: signedIn(200) },
  pushMutations: {
    ask: (ask) =>
      ask('POST', '/sync/mutations', { mutations: [mutationOf({ op: 'create', set: { title: 'own' } })] }),
    answers: signedIn(200),
  },
};

const askAs = (who: Actor): Ask => (who === 'nobody' ? server.request : people[who].request);

async function newTask(trashed: boolean): Promise<string> {
  const { json } = await people.creator.request('POST', '/tasks', {
    title: 'Map of the coast',
    assigneeId: people.assignee.id,
  });
  const id = String(json['id']);
  if (trashed) await people.creator.request('DELETE', `/tasks/${id}`);
  return id;
}

test('each route of a team has its row', () => {
  expect(Object.keys(ROWS).sort()).toEqual(TEAM_ROUTES.map(({ id }) => id).sort());
});

const cases = TEAM_ROUTES.flatMap(({ id }) =>
  [ROWS[id] ?? []].flat().map((row, index) => [index === 0 ? id : `${id} (${index + 1})`, row] as const),
);
test.each(cases)('%s', async (_name, { ask, answers, trashed }) => {
  const told: (number | string)[] = [];
  for (const who of ACTORS) {
    const answer = await ask(askAs(who), await newTask(trashed ?? false), who);
    if (answer.status === 401) ErrorAnswer.parse(answer.json);
    told.push(answer.status < 400 ? answer.status : String(answer.json['code']));
  }
  expect(told).toEqual(answers);
});

test('lists, counts, exports and events hold what may be seen, and nothing else', async () => {
  const id = await newTask(false);
  for (const [who, sees] of [
    ['stranger', false],
    ['creator', true],
    ['assignee', true],
    ['admin', true],
  ] as const) {
    const ask = askAs(who);
    const list = await ask('GET', '/tasks?limit=100&search=coast');
    const file = await ask('GET', '/export?format=json');
    const search = await ask('GET', '/tasks?search=Map%20of');
    expect([who, list.text.includes(id), file.text.includes(id), search.text.includes(id)]).toEqual([
      who,
      sees,
      sees,
      sees,
    ]);
    const events = await ask('GET', `/events?entityId=${id}`);
    expect([who, events.text.includes(id)]).toEqual([who, sees]);
    expect([who, events.text.includes('"ipAddress"')]).toEqual([who, who === 'creator' || who === 'admin']);
  }
});

test('a socket may look at what it may see, and hears of nothing else', async () => {
  const sockets = new Map<Actor, Socket>();
  const heard = new Map<Actor, string[]>();
  for (const who of ACTORS) {
    const token = who === 'nobody' ? 'nonsense' : people[who].token;
    const socket = io(`${server.origin}/tasks`, {
      transports: ['websocket'],
      auth: { token },
      forceNew: true,
    });
    sockets.set(who, socket);
    heard.set(who, []);
    socket.on('task-event', (frame: { task?: { id: string }; taskId?: string }) =>
      heard.get(who)?.push(frame.task?.id ?? frame.taskId ?? ''),
    );
    const event = await new Promise<string>((resolve) => {
      socket.once('connect', () => resolve('connect'));
      socket.once('connect_error', () => resolve('refused'));
    });
    expect([who, event]).toEqual([who, who === 'nobody' ? 'refused' : 'connect']);
  }
  const id = await newTask(false);
  const looks = async (who: Actor): Promise<boolean> => {
    const answer = (await sockets.get(who)?.emitWithAck('subscribe-to-task', { taskId: id })) as {
      ok: boolean;
    };
    return answer.ok;
  };
  for (const who of ['stranger', 'creator', 'assignee', 'admin'] as const)
    expect([who, await looks(who)]).toEqual([who, who !== 'stranger']);
  await people.creator.request('PATCH', `/tasks/${id}`, { version: 1, title: 'Another title' });
  // What the stranger's own task brings is the last that was told.
  const { json: own } = await people.stranger.request('POST', '/tasks', { title: 'own' });
  await expect.poll(() => heard.get('stranger')).toContain(own['id']);
  expect(heard.get('stranger')).not.toContain(id);
  expect(heard.get('nobody')).toEqual([]);
  for (const who of ['creator', 'assignee', 'admin'] as const)
    await expect.poll(() => heard.get(who)).toContain(id);
  for (const socket of sockets.values()) socket.disconnect();
});
