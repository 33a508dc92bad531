import { expect, test } from 'vitest';
import { bothOf, draftFor, meet, placeOf, readDrafts, withDraft } from './draft.ts';

const draft = (text: string, at: string) => ({ text, base: 'base', at });

test('this window goes on with its own draft, a new one with the newest that was left', () => {
  const drafts = { a: draft('old', '2026-01-01'), b: draft('new', '2026-01-02') };
  expect(draftFor(drafts, 'a')).toEqual({ by: 'a', draft: drafts.a });
  expect(draftFor(drafts, 'c')).toEqual({ by: 'b', draft: drafts.b });
  expect(draftFor({}, 'c')).toBeNull();
});

test('a title and a description of one task are drafts of their own', () => {
  const title = placeOf('a', 'title');
  const drafts = { a: draft('text', '2026-01-01'), [title]: draft('name', '2026-01-02') };
  expect(draftFor(drafts, placeOf('b', 'description'))?.draft.text).toBe('text');
  expect(draftFor(drafts, placeOf('b', 'title'))?.draft.text).toBe('name');
  expect(draftFor({ a: draft('text', '1') }, title)).toBeNull();
  expect(withDraft(drafts, title, null, [])).toEqual({ a: drafts.a });
});

test('writing leaves the drafts of other windows alone, but for those taken over', () => {
  const drafts = { a: draft('a', '1'), b: draft('b', '2') };
  const mine = draft('mine', '3');
  expect(withDraft(drafts, 'c', mine, ['b'])).toEqual({ a: drafts.a, c: mine });
  expect(withDraft(drafts, 'a', null, [])).toEqual({ b: drafts.b });
});

test('what is kept may be anything', () => {
  for (const value of [null, undefined, 7, 'x', [], { a: null, b: { text: 1 } }])
    expect(readDrafts(value)).toEqual({});
  expect(readDrafts({ a: draft('x', '1'), b: 3 })).toEqual({ a: draft('x', '1') });
});

test('a text meets the task as it is now', () => {
  expect(meet({ text: 'base', base: 'base' }, 'base')).toBe('unchanged');
  expect(meet({ text: 'mine', base: 'base' }, 'base')).toBe('save');
  expect(meet({ text: 'mine', base: 'base' }, 'mine')).toBe('already');
  expect(meet({ text: 'mine', base: 'base' }, 'theirs')).toBe('conflict');
  // Opened, nothing written, changed elsewhere: theirs stands.
  expect(meet({ text: 'base', base: 'base' }, 'theirs')).toBe('unchanged');
});

test('both texts are theirs, then mine', () => {
  expect(bothOf('theirs\n', '\nmine')).toBe('theirs\n\nmine');
  expect(bothOf('', 'mine')).toBe('mine');
});
