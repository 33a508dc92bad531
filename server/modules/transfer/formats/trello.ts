import * as z from 'zod/mini';
import type { Mapping } from '../../../contract/transfer.ts';
import { EMPTY_DRAFT, broken, plain, type Draft, type Parsed } from '../draft.ts';
import { parseJson } from '../json.ts';
import { createPace } from '../pace.ts';
import { Tally } from '../tally.ts';
import { readWhen } from '../when.ts';
import { lookUp, statusOf } from '../words.ts';

const text = z.catch(z.pipe(z.union([z.string(), z.number()]), z.transform(String)), '');
const flag = z.catch(z.boolean(), false);
const many = <S extends z.ZodMiniType>(one: S) => z.catch(z.array(one), []);

const CheckItem = z.object({ name: text, state: text, pos: z.catch(z.number(), 0) });
const Checklist = z.object({
  id: text,
  idCard: text,
  name: text,
  pos: z.catch(z.number(), 0),
  checkItems: many(CheckItem),
});
const Card = z.object({
  id: text,
  idShort: text,
  name: text,
  desc: text,
  idList: text,
  closed: flag,
  due: z.catch(z.nullable(z.string()), null),
  dueComplete: flag,
  dateCompleted: z.catch(z.nullable(z.string()), null),
  dateLastActivity: z.catch(z.nullable(z.string()), null),
  start: z.catch(z.nullable(z.string()), null),
  labels: many(z.object({ name: text, color: z.catch(z.nullable(z.string()), null) })),
  idMembers: many(text),
  attachments: many(z.object({ name: text, url: text })),
  checklists: many(Checklist),
  customFieldItems: many(z.looseObject({ idCustomField: text })),
});
type Card = z.infer<typeof Card>;

const Action = z.object({
  type: text,
  date: text,
  data: z.catch(z.object({ text: text, card: z.catch(z.object({ id: text }), { id: '' }) }), {
    text: '',
    card: { id: '' },
  }),
  memberCreator: z.catch(z.object({ fullName: text }), { fullName: '' }),
});
type Action = z.infer<typeof Action>;
const Member = z.object({ id: text, fullName: text, username: text });
const CustomField = z.object({ id: text, name: text });

/** What of a board's export is read; fields that are missing or odd count as empty, since versions differ. */
const Board = z.object({
  name: text,
  lists: z.array(z.object({ id: text, name: text, closed: flag, pos: z.catch(z.number(), 0) })),
  cards: z.array(z.unknown()),
  checklists: many(z.unknown()),
  members: many(z.unknown()),
  actions: many(z.unknown()),
  customFields: many(z.unknown()),
});

const COMMENT = 'commentCard';
const isComment = (action: unknown): boolean => (action as { type?: unknown } | null)?.type === COMMENT;

/** Record by record, so that others get their turn between two; what is no such record is left out. */
async function readEach<S extends z.ZodMiniType>(
  schema: S,
  records: readonly unknown[],
): Promise<z.output<S>[]> {
  const pace = createPace();
  const read: z.output<S>[] = [];
  for (const record of records) {
    await pace();
    const one = z.safeParse(schema, record);
    if (one.success) read.push(one.data);
  }
  return read;
}

/** The moment a Trello id was made: its first eight hex digits are seconds since 1970 (MongoDB's ObjectId). */
function createdAt(id: string): string | null {
  if (!/^[0-9a-f]{24}$/i.test(id)) return null;
  const time = Number.parseInt(id.slice(0, 8), 16) * 1000;
  return time > 0 ? new Date(time).toISOString() : null;
}

/** When a card was done, as far as a board says: its last activity otherwise. */
function completedAt({ dateCompleted, dateLastActivity }: Card): string | null {
  const text = dateCompleted ?? dateLastActivity;
  return text ? (readWhen(text, { tz: 'UTC' })?.iso ?? null) : null;
}

/** Trello's export of a board: lists become states, checklists part of the description, closed cards go to the trash. */
export async function parseTrello(content: string, mapping: Mapping): Promise<Parsed> {
  const { value, lineOf } = await parseJson(content);
  const read = z.safeParse(Board, value);
  if (!read.success) throw broken({ code: 'NOT_TRELLO' });
  const { lists: columns, name: boardName } = read.data;
  const odd = read.data.cards.findIndex((card) => !z.safeParse(z.looseObject({}), card).success);
  if (odd >= 0) throw broken({ code: 'NOT_A_CARD', params: { nth: odd + 1 } }, lineOf('cards', odd));
  const cards = await readEach(Card, read.data.cards);
  const ownLists = await readEach(Checklist, read.data.checklists);
  const people = await readEach(Member, read.data.members);
  const comments = await readEach(Action, read.data.actions.filter(isComment));
  const fields = await readEach(CustomField, read.data.customFields);
  const fieldNames = new Map(fields.map(({ id, name }) => [id, name]));
  const lists = new Map(columns.map((list) => [list.id, list]));
  const members = new Map(people.map((member) => [member.id, member.fullName || member.username]));
  const atTop = new Set(ownLists.map((list) => list.id));
  const inCards = cards.flatMap((card) =>
    card.checklists.filter((list) => !atTop.has(list.id)).map((list) => ({ ...list, idCard: card.id })),
  );
  const checklists = grouped([...ownLists, ...inCards], (list) => list.idCard);
  const said = grouped(
    comments.filter((action) => action.data.text !== ''),
    (action) => action.data.card.id,
  );
  const tally = new Tally();
  const draftOf = (card: Card, index: number): Draft => {
    const list = lists.get(card.idList);
    const mapped = lookUp(mapping.statuses, list?.name ?? '') ?? statusOf(list?.name ?? '') ?? 'todo';
    const status = card.dueComplete ? 'done' : mapped;
    const due = card.due ? readWhen(card.due, { tz: 'UTC' }) : null;
    if (card.due && !due)
      tally.add({
        field: 'due',
        code: 'DUE_UNREADABLE',
        params: { title: card.name.slice(0, 60) },
      });
    const assigned = card.idMembers.map((id) => members.get(id) ?? '').filter((name) => name !== '');
    if (card.labels.length > 0) tally.count('labels', undefined, 'LABELS');
    if (assigned.length > 0) tally.count('members', undefined, 'MEMBERS');
    if (card.start) tally.count('start', undefined, 'START');
    if (card.customFieldItems.length > 0) tally.count('customFieldItems', undefined, 'CUSTOM_FIELDS');
    const customFieldItems = card.customFieldItems.map((item) => ({
      ...item,
      name: fieldNames.get(item.idCustomField) ?? '',
    }));
    return {
      ...EMPTY_DRAFT,
      // As Trello shows a card's number: a name in no language.
      title: card.name || `#${card.idShort || index + 1}`,
      description: description(card, checklists.get(card.id) ?? [], said.get(card.id) ?? [], tally),
      status,
      dueDate: due?.iso ?? null,
      dueAllDay: due?.isDay ?? false,
      createdAt: createdAt(card.id),
      completedAt: status === 'done' ? completedAt(card) : null,
      isDeleted: card.closed || (list?.closed ?? false),
      list: list?.name ?? null,
      tags: card.labels
        .map((label) => label.name || (label.color ?? ''))
        .filter((name) => name !== '')
        .slice(0, 200),
      stableId: card.id || null,
      raw: JSON.stringify({ ...card, customFieldItems, board: boardName, members: assigned }),
    };
  };
  const drafts: Draft[] = [];
  const pace = createPace();
  for (const card of cards) {
    await pace();
    drafts.push(draftOf(card, drafts.length));
  }
  const inTrash = drafts.filter((draft) => draft.isDeleted).length;
  if (inTrash > 0) tally.add({ code: 'ARCHIVED', params: { count: inTrash } });
  const names = [...columns].sort((a, b) => a.pos - b.pos).map((list) => list.name);
  return { drafts, warnings: tally.warnings, statuses: [...new Set(names.filter((name) => name !== ''))] };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function description(
  card: Card,
  lists: readonly z.infer<typeof Checklist>[],
  comments: readonly Action[],
  tally: Tally,
): string | null {
  const byPosition = (a: { pos: number }, b: { pos: number }): number => a.pos - b.pos;
  const checks = [...lists].sort(byPosition).map((list) => {
    const items = [...list.checkItems]
      .sort(byPosition)
      .map((item) => `- [${item.state === 'complete' ? 'x' : ' '}] ${item.name.replace(/\s+/g, ' ')}`);
    return [...(list.name ? [`### ${list.name}`] : []), ...items].join('\n');
  });
  const links = card.attachments
    .filter((file) => /^https?:/.test(file.url))
    .map((file) => `- [${file.name || file.url}](${file.url})`);
  if (links.length > 0) tally.count('attachments', undefined, 'ATTACHMENTS');
  const said = [...comments].sort((a, b) => a.date.localeCompare(b.date)).map(quote);
  if (said.length > 0) tally.count('comments', undefined, 'COMMENTS');
  const parts = [card.desc, ...checks, ...(links.length > 0 ? [links.join('\n')] : []), ...said];
  return plain(parts.filter((part) => part.trim() !== '').join('\n\n')) || null;
}

/** A comment as a quotation: who and when, where the board says so, then what. */
function quote({ memberCreator, date, data }: Action): string {
  const who = memberCreator.fullName && `**${memberCreator.fullName}**`;
  const head = [who, date.slice(0, 10)].filter(Boolean).join(', ');
  return [...(head ? [`> ${head}`, '>'] : []), data.text.replace(/^/gm, '> ')].join('\n');
}
