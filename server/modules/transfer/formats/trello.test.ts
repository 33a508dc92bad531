import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseTrello } from './trello.ts';

const board = readFileSync(
  path.resolve(import.meta.dirname, '../../../test/fixtures/transfer/trello-board.json'),
  'utf8',
);

test('lists become states, checklists and comments the description, closed cards go to the trash', async () => {
  const { drafts, warnings, statuses } = await parseTrello(board, {});
  expect(drafts.map((draft) => [draft.title, draft.status, draft.isDeleted, draft.list])).toEqual([
    ['Pack books', 'todo', false, 'Backlog 📋'],
    ['Van', 'in_progress', false, 'In Arbeit'],
    ['Lease', 'done', false, 'Done ✅'],
    ['Animals', 'todo', false, 'Zebra'],
    ['Archived', 'todo', true, 'Backlog 📋'],
    ['In an old list', 'todo', true, 'Old'],
    ['42', 'done', false, 'Backlog 📋'],
  ]);
  const [books] = drafts;
  expect(books).toMatchObject({
    dueDate: '2026-04-01T12:00:00.000Z',
    dueAllDay: false,
    createdAt: '2020-09-13T12:26:40.000Z',
    tags: ['heavy', 'blue'],
  });
  expect(books?.description).toBe(
    [
      'All of them',
      '### Rooms\n- [x] Study\n- [ ] Kitchen',
      '- [plan](https://example.org/plan.pdf)',
      '> **Ada Lovelace**, 2020-09-13\n>\n> first',
      '> **Ada Lovelace**, 2020-09-14\n>\n> second',
    ].join('\n\n'),
  );
  expect(drafts[2]?.completedAt).toBe('2020-10-01T10:00:00.000Z');
  expect(statuses).toEqual(['Backlog 📋', 'In Arbeit', 'Done ✅', 'Zebra', 'Old']);
  expect(warnings.map((warning) => warning.field)).toEqual(
    expect.arrayContaining(['labels', 'members', 'comments']),
  );
});

test('a mapping decides before likeness', async () => {
  const { drafts } = await parseTrello(board, { statuses: { Zebra: 'in_review', 'Done ✅': 'cancelled' } });
  expect([drafts[3]?.status, drafts[2]?.status]).toEqual(['in_review', 'cancelled']);
});

test('a checklist in the card and at the top counts once; a list named constructor is none of ours', async () => {
  const list = { id: 'c', idCard: 'k', name: 'L', checkItems: [{ name: 'i', state: 'complete' }] };
  const text = JSON.stringify({
    lists: [{ id: 'l', name: 'constructor' }],
    cards: [{ id: 'k', name: 'n', idList: 'l', checklists: [list] }],
    checklists: [list],
  });
  const { drafts } = await parseTrello(text, { statuses: { Other: 'done' } });
  expect(drafts[0]).toMatchObject({ description: '### L\n- [x] i', status: 'todo' });
});

test('what has no name gets one that is of no language', async () => {
  const text = JSON.stringify({
    lists: [{ id: 'l', name: 'L' }],
    cards: [{ id: 'k', idShort: 17, name: '', idList: 'l' }],
    checklists: [{ id: 'c', idCard: 'k', name: '', checkItems: [{ name: 'i', state: 'incomplete' }] }],
    actions: [
      { type: 'commentCard', date: '2026-02-03T00:00:00Z', data: { text: 'well', card: { id: 'k' } } },
    ],
  });
  const { drafts } = await parseTrello(text, {});
  expect(drafts[0]).toMatchObject({ title: '#17', description: '- [ ] i\n\n> 2026-02-03\n>\n> well' });
});

test('custom fields wait in the record with their names, and the preview says so', async () => {
  const text = JSON.stringify({
    lists: [],
    cards: [{ id: 'k', name: 'n', customFieldItems: [{ idCustomField: 'f', value: { number: '3' } }] }],
    customFields: [{ id: 'f', name: 'Effort' }],
  });
  const { drafts, warnings } = await parseTrello(text, {});
  expect(JSON.parse(drafts[0]?.raw ?? '')).toMatchObject({
    customFieldItems: [{ idCustomField: 'f', name: 'Effort', value: { number: '3' } }],
  });
  expect(warnings).toContainEqual(expect.objectContaining({ code: 'CUSTOM_FIELDS' }));
});

test('a card that is none is named with its line', async () => {
  await expect(parseTrello('{"lists":[],\n"cards":[{"id":"a"},\n7]}', {})).rejects.toMatchObject({
    code: 'IMPORT_INVALID',
    details: { reason: 'NOT_A_CARD', params: { nth: 2 }, line: 3 },
  });
});

test.each(['[]', '{}', '{"lists":1,"cards":[]}', '{"lists":[],"cards":[null]}', board.slice(0, 900)])(
  'what is no board is refused: %#',
  async (text) => {
    await expect(parseTrello(text, {})).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
  },
);
