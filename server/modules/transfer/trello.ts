import type { Status } from '../../contract/tasks.ts';
import {
  EMPTY_DRAFT,
  Keys,
  Warnings,
  counted,
  importError,
  type Draft,
  type ParseOptions,
  type Parsed,
} from './draft.ts';
import { createPace } from './pace.ts';
import { cleanText, isObject, objectsOf, parseJson, textOf, type JsonObject } from './text.ts';
import { readWhen } from './when.ts';
import { statusLike } from './words.ts';

interface Board {
  readonly lists: ReadonlyMap<
    string,
    { readonly name: string; readonly closed: boolean; readonly status: Status }
  >;
  readonly checklists: ReadonlyMap<string, JsonObject[]>;
  readonly members: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly comments: ReadonlyMap<string, JsonObject[]>;
}

/** A board as Trello exports it to JSON. */
export async function parseTrello(content: string, { mapping }: ParseOptions): Promise<Parsed> {
  const warnings = new Warnings();
  const board = parseJson(cleanText(content, warnings));
  if (!isObject(board) || !Array.isArray(board['cards']))
    throw importError(
      'This JSON holds no Trello board. In Trello choose “Export as JSON” and use that file.',
    );
  const lists = objectsOf(board['lists']);
  const statuses: Record<string, Status> = {};
  const guessed: string[] = [];
  for (const list of lists) {
    const name = textOf(list['name']).trim();
    if (name === '' || name.length > 512) continue;
    const like = mapping.statuses?.[name] ?? statusLike(name);
    if (!like) guessed.push(name);
    statuses[name] = like ?? 'todo';
  }
  const read: Board = {
    lists: new Map(
      lists.map((list) => {
        const name = textOf(list['name']).trim();
        return [
          textOf(list['id']),
          { name, closed: list['closed'] === true, status: statuses[name] ?? 'todo' },
        ];
      }),
    ),
    checklists: groupBy(objectsOf(board['checklists']), (checklist) => textOf(checklist['idCard'])),
    members: new Map(
      objectsOf(board['members']).map((member) => [
        textOf(member['id']),
        textOf(member['fullName']) || textOf(member['username']),
      ]),
    ),
    labels: new Map(
      objectsOf(board['labels']).map((label) => [
        textOf(label['id']),
        textOf(label['name']) || textOf(label['color']),
      ]),
    ),
    comments: groupBy(
      objectsOf(board['actions']).filter((action) => action['type'] === 'commentCard'),
      (action) =>
        isObject(action['data']) && isObject(action['data']['card'])
          ? textOf(action['data']['card']['id'])
          : '',
    ),
  };
  const keys = new Keys('trello');
  const pace = createPace();
  const drafts: Draft[] = [];
  let attachments = 0;
  for (const [index, card] of (board['cards'] as unknown[]).entries()) {
    await pace();
    if (!isObject(card)) throw importError(`Card ${index + 1} is no card.`);
    if (textOf(card['name']).trim() === '' && textOf(card['desc']).trim() === '') {
      warnings.add(`Card ${index + 1} has neither name nor text; it was passed over.`);
      continue;
    }
    if (objectsOf(card['attachments']).length > 0) attachments++;
    drafts.push(draftOf(card, read, keys, warnings));
  }
  const say = (count: number, field: string, message: string): void => {
    if (count > 0) warnings.summary(`${counted(count, 'card', 'cards')} ${message}`, field);
  };
  if (guessed.length > 0)
    warnings.summary(
      `Lists that are like no status became “To do”: ${guessed.slice(0, 10).join(', ').slice(0, 500)}.`,
      'status',
    );
  say(drafts.filter(({ trashed }) => trashed).length, 'closed', 'archived in Trello go to the trash.');
  say(
    drafts.filter(({ tags }) => tags.length).length,
    'labels',
    'with labels: TaskFlow has no tags yet, they are kept with each task.',
  );
  say(
    attachments,
    'attachments',
    'with attachments: their links are kept with each task, the files stay in Trello.',
  );
  return { drafts, warnings, statuses: Object.keys(statuses), mapping: { statuses } };
}

function groupBy(
  items: readonly JsonObject[],
  keyOf: (item: JsonObject) => string,
): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function draftOf(card: JsonObject, board: Board, keys: Keys, warnings: Warnings): Draft {
  const id = textOf(card['id']);
  const list = board.lists.get(textOf(card['idList']));
  const title = textOf(card['name']).trim() || (textOf(card['desc']).trim().split('\n')[0] ?? '');
  const words = textOf(card['due']);
  const due = readWhen(words, 'UTC');
  if (words !== '' && !due)
    warnings.add(`“${title.slice(0, 60)}”: its due date cannot be read; it is kept with the task.`, {
      field: 'due',
    });
  const done = card['dueComplete'] === true;
  const status = done && list?.status !== 'cancelled' ? 'done' : (list?.status ?? 'todo');
  const createdAt = createdOf(id);
  const members = Array.isArray(card['idMembers'])
    ? card['idMembers'].map((member) => board.members.get(textOf(member)) ?? '')
    : [];
  return {
    ...EMPTY_DRAFT,
    title,
    description: describe(card, board, members.filter(Boolean)),
    status,
    dueDate: due?.at ?? null,
    dueAllDay: due?.allDay ?? false,
    createdAt,
    completedAt: status === 'done' ? (readWhen(textOf(card['dateCompleted']), 'UTC')?.at ?? null) : null,
    trashed: card['closed'] === true || list?.closed === true,
    key: keys.of(id === '' ? [createdAt, title, list?.name ?? null] : [id]),
    list: list?.name || null,
    tags: tagsOf(card, board),
    raw: JSON.stringify(card),
  };
}

/** The first 8 hex digits of an id are the seconds since 1970 at which it was made. */
function createdOf(id: string): string | null {
  if (!/^[0-9a-f]{24}$/i.test(id)) return null;
  return new Date(Number.parseInt(id.slice(0, 8), 16) * 1000).toISOString();
}

function tagsOf(card: JsonObject, board: Board): string[] {
  const inline = objectsOf(card['labels']).map((label) => textOf(label['name']) || textOf(label['color']));
  const byId = Array.isArray(card['idLabels'])
    ? card['idLabels'].map((id) => board.labels.get(textOf(id)) ?? '')
    : [];
  return [...new Set(inline.length > 0 ? inline : byId)].filter(Boolean);
}

/** The card's own text, then checklists as Markdown, members, and comments from the oldest on. */
function describe(card: JsonObject, board: Board, members: readonly string[]): string | null {
  const id = textOf(card['id']);
  const byPosition = (a: JsonObject, b: JsonObject): number =>
    Number(a['pos'] ?? 0) - Number(b['pos'] ?? 0) || 0;
  const checklists = [...(board.checklists.get(id) ?? [])].sort(byPosition).map((checklist) => {
    const items = objectsOf(checklist['checkItems']).sort(byPosition);
    const lines = items.map(
      (item) =>
        `- [${item['state'] === 'complete' ? 'x' : ' '}] ${textOf(item['name']).replace(/\s*\n\s*/g, ' ')}`,
    );
    return [`### ${textOf(checklist['name']) || 'Checklist'}`, '', ...lines].join('\n');
  });
  const comments = [...(board.comments.get(id) ?? [])]
    .sort((a, b) => (textOf(a['date']) < textOf(b['date']) ? -1 : 1))
    .map((action) => {
      const by = isObject(action['memberCreator']) ? textOf(action['memberCreator']['fullName']) : '';
      const text = isObject(action['data']) ? textOf(action['data']['text']) : '';
      return `> **${by || 'Trello'}**, ${textOf(action['date']).slice(0, 10)}: ${text.replace(/\r?\n/g, '\n> ')}`;
    });
  const people = members.length > 0 ? [`Members: ${members.join(', ')}`] : [];
  const parts = [textOf(card['desc']).replace(/\r\n?/g, '\n'), ...checklists, ...people, ...comments];
  return parts.filter((part) => part.trim() !== '').join('\n\n') || null;
}
