import { expect, test } from 'vitest';
import { withoutMongo } from './mongo.ts';
import { startTeamServer } from './team-server.ts';

test('a team server says how it and its stores are, to this machine alone', async () => {
  const server = await startTeamServer();
  const ada = await server.admin();
  const { json: task } = await ada.request('POST', '/tasks', { title: 'Secret title' });
  await ada.request('GET', `/tasks/${String(task['id'])}`);
  const answer = await fetch(`${server.origin}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  const figures = new Map(text.split('\n').map((line) => line.split(/ (?=[^ ]*$)/) as [string, string]));
  expect(
    figures.get('taskflow_http_requests_total{method="GET",route="/api/v1/tasks/:id",status="2xx"}'),
  ).toBe('1');
  expect(figures.get('taskflow_redis_up')).toBe('1');
  expect(figures.get('taskflow_mongodb_up')).toBe(withoutMongo ? '0' : '1');
  expect(figures.get('taskflow_sockets')).toBe('0');
  expect(Number(figures.get('taskflow_database_connections{state="idle"}'))).toBeGreaterThan(0);
  expect(Number(figures.get('taskflow_relay_lag_seconds'))).toBeGreaterThanOrEqual(0);
  expect(Number(figures.get('taskflow_feed_lag_seconds'))).toBeGreaterThanOrEqual(0);
  expect(text).not.toContain(String(task['id']));
  expect(
    (await fetch(`${server.origin}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status,
  ).toBe(404);
  await server.close();
});
