import { describe, expect, it } from 'vitest';
import { Destination, destinationIn, taskLink } from './destinations.ts';

const TOKEN = `${'a'.repeat(41)}-_`;
const JOIN = `taskflow://join#${TOKEN}`;
const TEAM = '3d5c1e0a-7b7f-4c55-9a51-5e0d2f6b8c11';
const TASK = '0197e7a2-6c1d-7f00-8a10-0d4f6f2b9c3e';

describe('the link of a task', () => {
  it.each(['personal', TEAM])('leads to the task that it was made of, in %s', (workspaceId) => {
    expect(destinationIn(taskLink(workspaceId, TASK))).toEqual({ kind: 'task', workspaceId, taskId: TASK });
  });

  it('survives what programs do to a link on its way', () => {
    const to = { kind: 'task', workspaceId: TEAM, taskId: TASK };
    expect(destinationIn(`taskflow://task/${TEAM}/${TASK}/`)).toEqual(to);
    expect(destinationIn(`TASKFLOW://Task/${TEAM}/${TASK.toUpperCase()}`)).toEqual(to);
  });

  it.each([
    'taskflow://task',
    'taskflow://task/personal',
    'taskflow://task/personal/',
    `taskflow://task//${TASK}`,
    `taskflow://task/${TASK}`,
    'taskflow://task/personal/7',
    `taskflow://task/personal/${TASK}x`,
    `taskflow://task/personal/${TASK}\n`,
    `taskflow://task/personal/${TASK}//`,
    `taskflow://task/personal/${TASK}/delete`,
    `taskflow://task/personal/${TASK}?do=delete`,
    `taskflow://task/personal/${TASK}#do`,
    `taskflow://task/personal/${TASK} --data=/elsewhere`,
    `taskflow://task/../${TASK}`,
    `taskflow://task/%2e%2e/${TASK}`,
    `taskflow://task/https:%2F%2Fevil.example/${TASK}`,
    `taskflow://task/${'a'.repeat(65)}/${TASK}`,
    `taskflow://task/personal/${'a'.repeat(1_000_000)}`,
    `taskflow://evil.example/task/personal/${TASK}`,
    `https://task/personal/${TASK}`,
    `javascript:alert(1)//taskflow://task/personal/${TASK}`,
    'taskflow://inbox',
    `taskflow://reset#${TOKEN}`,
  ])('%# is nothing', (link) => {
    expect(destinationIn(link)).toBeNull();
  });
});

describe('an invitation', () => {
  it.each([JOIN, `taskflow://join/#${TOKEN}`, `TASKFLOW://Join#${TOKEN}`])('%s is one', (link) => {
    expect(destinationIn(link)).toEqual({ kind: 'join', invite: TOKEN });
  });

  it.each([
    '',
    'taskflow:',
    'taskflow://join',
    'taskflow://join#',
    `taskflow://join#${TOKEN}x`,
    `taskflow://join#${TOKEN.slice(1)}`,
    `taskflow://join#${TOKEN} --data=/elsewhere`,
    `taskflow://join#${TOKEN}\n`,
    `taskflow://join/../x#${TOKEN}`,
    `taskflow://join?url=https://evil.example#${TOKEN}`,
    `taskflow://evil.example/join#${TOKEN}`,
    `https://join#${TOKEN}`,
    `javascript:alert(1)//taskflow://join#${TOKEN}`,
    `taskflow://join#${'<img onerror=x>'.padEnd(43, '>')}`,
    `taskflow://join#${'a'.repeat(1_000_000)}`,
  ])('%# is nothing', (link) => {
    expect(destinationIn(link)).toBeNull();
  });
});

it('crosses the bridge whole or not at all', () => {
  expect(Destination.safeParse({ kind: 'inbox' }).success).toBe(true);
  expect(
    Destination.safeParse({ kind: 'task', workspaceId: 'personal', taskId: '../settings' }).success,
  ).toBe(false);
  expect(Destination.safeParse({ kind: 'settings' }).success).toBe(false);
});
