import { expect, test } from 'vitest';
import type { Actor } from '../../ports/actor.ts';
import { can, mayPurge, maySee } from './task.policy.ts';

const who: Record<string, Actor> = {
  creator: { id: 'c', role: 'user' },
  assignee: { id: 'a', role: 'user' },
  stranger: { id: 's', role: 'user' },
  admin: { id: 'x', role: 'admin' },
};
const task = { creatorId: 'c', assigneeId: 'a' };

test.each([
  // sees, updates, assigns, deletes, restores, purges
  ['creator', 'yes yes yes yes yes no'],
  ['assignee', 'yes yes yes no no no'],
  ['stranger', 'no no no no no no'],
  ['admin', 'yes yes yes yes yes yes'],
])('%s: %s', (name, expected) => {
  const actor = who[name] as Actor;
  const may = can(actor, task);
  const said = [maySee(actor, task), may.update, may.assign, may.delete, may.restore, mayPurge(actor)];
  expect(said.map((yes) => (yes ? 'yes' : 'no')).join(' ')).toBe(expected);
});
