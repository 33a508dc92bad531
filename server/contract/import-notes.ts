import { codesOf, type Told } from './sentences.ts';

const KEPT = 'TaskFlow has no place for that yet; it is kept with the task.';
const KEPT_MANY = 'TaskFlow has no place for that yet; it is kept with the tasks.';

/** What there is to know of a file that comes in all the same. `count` is of tasks where nothing else is said. */
export const IMPORT_NOTES = {
  EMPTY_ROW: 'The row has neither title nor text and is passed over.',
  ROW_KIND_UNKNOWN: 'Rows of the kind “{{kind}}” are not known and are passed over.',
  NOTE_BEFORE_TASKS: 'A note before the first task: “{{text}}”. It is not imported.',
  FIRST_COLUMN_AS_TITLE: 'No column is named like a title: the first, “{{column}}”, is taken.',
  TITLE_CUT:
    'The title is longer than {{most, number}} characters: it is cut, and stands whole in the description.',
  DATE_UNREADABLE: '“{{text}}” is no date that can be read: it is kept with the task.',
  DATE_NOT_SINGLE: '“{{text}}” is no single date: it is kept with the task.',
  DUE_UNREADABLE: '“{{title}}”: its due date cannot be read and is kept with the task.',
  STATUS_UNKNOWN: '“{{text}}” is like no status: taken as to do.',
  PRIORITY_UNKNOWN: '“{{text}}” is like no priority: taken as medium.',
  ARCHIVED_one: 'One card is archived in Trello and goes to the trash.',
  ARCHIVED_other: '{{count, number}} cards are archived in Trello and go to the trash.',
  ATTACHMENTS_one: 'One card has attachments: they come in as links.',
  ATTACHMENTS_other: '{{count, number}} cards have attachments: they come in as links.',
  COMMENTS_one: 'One card has comments: they come in as part of the description.',
  COMMENTS_other: '{{count, number}} cards have comments: they come in as part of the description.',
  MEMBERS_one: `One task has members. ${KEPT}`,
  MEMBERS_other: `{{count, number}} tasks have members. ${KEPT_MANY}`,
  START_one: `One task has a start date. ${KEPT}`,
  START_other: `{{count, number}} tasks have a start date. ${KEPT_MANY}`,
  CUSTOM_FIELDS_one: `One task has custom fields. ${KEPT}`,
  CUSTOM_FIELDS_other: `{{count, number}} tasks have custom fields. ${KEPT_MANY}`,
  START_AS_DUE_one: 'One task has a start and no due date: the start is taken as due.',
  START_AS_DUE_other: '{{count, number}} tasks have a start and no due date: the start is taken as due.',
  START_BEFORE_DUE_one: `One task starts before it is due. ${KEPT}`,
  START_BEFORE_DUE_other: `{{count, number}} tasks start before they are due. ${KEPT_MANY}`,
  LABELS_one: `One task has labels. ${KEPT}`,
  LABELS_other: `{{count, number}} tasks have labels. ${KEPT_MANY}`,
  TAGS_one: `One task has tags. ${KEPT}`,
  TAGS_other: `{{count, number}} tasks have tags. ${KEPT_MANY}`,
  LISTS_one: `One task stands in a list. ${KEPT}`,
  LISTS_other: `{{count, number}} tasks stand in lists. ${KEPT_MANY}`,
  BOARD_COLUMNS_one: `One task stands in a column of a board. ${KEPT}`,
  BOARD_COLUMNS_other: `{{count, number}} tasks stand in columns of boards. ${KEPT_MANY}`,
  SECTIONS_one: 'One section is kept as the list of what stands in it.',
  SECTIONS_other: '{{count, number}} sections are kept as the lists of what stands in them.',
  SUBTASKS_one: `One task is a subtask. ${KEPT}`,
  SUBTASKS_other: `{{count, number}} tasks are subtasks. ${KEPT_MANY}`,
  REPEATS_one: `One task repeats. ${KEPT}`,
  REPEATS_other: `{{count, number}} tasks repeat. ${KEPT_MANY}`,
  DEADLINES_one: `One task has a deadline beside its date. ${KEPT}`,
  DEADLINES_other: `{{count, number}} tasks have a deadline beside their date. ${KEPT_MANY}`,
  DURATIONS_one: `One task has a duration. ${KEPT}`,
  DURATIONS_other: `{{count, number}} tasks have a duration. ${KEPT_MANY}`,
  RESPONSIBLE_one: `One task is somebody’s. ${KEPT}`,
  RESPONSIBLE_other: `{{count, number}} tasks are somebody’s. ${KEPT_MANY}`,
  REMINDERS_UNPLACED_one: `One task has a reminder that cannot be placed. ${KEPT}`,
  REMINDERS_UNPLACED_other: `{{count, number}} tasks have reminders that cannot be placed. ${KEPT_MANY}`,
  REMINDERS_MORE_one: `One task has more than one reminder: the first counts. ${KEPT}`,
  REMINDERS_MORE_other: `{{count, number}} tasks have more than one reminder: the first counts. ${KEPT_MANY}`,
  COMPLETED_ONCE_one: `One task is open but was completed once. ${KEPT}`,
  COMPLETED_ONCE_other: `{{count, number}} tasks are open but were completed once. ${KEPT_MANY}`,
  NOTES_AS_TASKS_one: 'One note comes in as a task.',
  NOTES_AS_TASKS_other: '{{count, number}} notes come in as tasks.',
  ASSIGNEES_UNKNOWN_one: 'One task is assigned to somebody who is not here: nobody is assigned.',
  ASSIGNEES_UNKNOWN_other:
    '{{count, number}} tasks are assigned to somebody who is not here: nobody is assigned.',
  NEWER_GO_one: 'One task that is newer than this copy goes.',
  NEWER_GO_other: '{{count, number}} tasks that are newer than this copy go.',
  MORE_one: 'There is one more thing like these.',
  MORE_other: 'There are {{count, number}} more things like these.',
} as const;

export const IMPORT_NOTE_CODES = codesOf(IMPORT_NOTES);
export type ImportNote = Told<typeof IMPORT_NOTES>;

/** Why nothing of a file comes in: reasons of IMPORT_INVALID. */
export const IMPORT_FAULTS = {
  FILE_EMPTY: 'The file is empty.',
  QUOTE_OPEN: 'A quotation mark opens in this row and never closes.',
  TEXT_AFTER_QUOTE: 'Text follows a closing quotation mark.',
  COLUMN_MISSING: 'There is no column “{{column}}”. Choose one of: {{columns, list}}.',
  JSON_INCOMPLETE: 'It is no complete JSON file: something is missing or out of place here.',
  JSON_OTHER: 'It does not begin with “{”: this is no export of that kind.',
  JSON_DEEP: 'It is nested deeper than any export is.',
  NOT_TODOIST: 'There is no column “CONTENT”: this is no Todoist export.',
  NOT_TICKTICK: 'There is no row of headers with “List Name” and “Title”: this is no TickTick backup.',
  NOT_TRELLO: 'There are no lists and cards in it: this is no Trello board.',
  NOT_A_CARD: 'The card number {{nth, number}} is no card: this is no Trello board.',
  NOT_TASKFLOW: 'It does not say “format: taskflow” with a list of tasks: this is no TaskFlow file.',
  FILE_NEWER:
    'It is of version {{version, number}}, and this TaskFlow reads version 1. Update TaskFlow, then import it again.',
  // `what` is the sentence of an issue; the details name it, for other languages.
  TASK_BROKEN: 'The task number {{nth, number}} is not whole: “{{field}}” {{what}}.',
  PERSON_BROKEN: 'The user number {{nth, number}} is not whole: “{{field}}” {{what}}.',
  EVENT_BROKEN: 'The event number {{nth, number}} is not whole: “{{field}}” {{what}}.',
  TASK_TWICE: 'The task number {{nth, number}} has the same id as one before it.',
  PERSON_TWICE: 'The user number {{nth, number}} has the same id as one before it.',
  EVENT_TWICE: 'The event number {{nth, number}} has the same id as one before it.',
  TEXT_TOO_LARGE: 'The text of “{{title}}” is larger than 64 KB. Shorten it in the file, then import again.',
  TASK_CHANGED: 'A task was changed while the file was read. Import it again.',
} as const;

export type ImportFault = Told<typeof IMPORT_FAULTS>;
