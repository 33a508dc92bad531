import { expect, test } from 'vitest';
import { lastPlace, notePlace, placeName } from './last-place.ts';

test('a task goes back to where it was opened from, through other tasks', () => {
  expect(lastPlace()).toBe('/tasks');
  for (const address of ['/inbox', '/tasks/01a20bdd', '/tasks/01a20bde?x=1']) notePlace(address);
  expect(lastPlace()).toBe('/inbox');
  notePlace('/tasks?view=board');
  expect(lastPlace()).toBe('/tasks?view=board');
});

test.each([
  ['/trash', 'nav.trash'],
  ['/my-work?show=today', 'nav.myWork'],
  ['/settings/backups', 'nav.settings'],
  ['/tasks?view=board', 'nav.tasks'],
  ['/constructor', 'nav.tasks'],
])('%s is called %s', (address, name) => {
  expect(placeName(address)).toBe(name);
});
