import * as z from 'zod/mini';
import { ApiError } from '../../server/contract/client.ts';
import { Issue } from '../../server/contract/errors.ts';
import { CLOSED_ADVICE } from '../../server/contract/notices.ts';
import { REASON_CODES, type ReasonCode } from '../../server/contract/reasons.ts';
import { Params } from '../../server/contract/sentences.ts';
import { EDITABLE_FIELDS } from '../../server/contract/tasks.ts';
import { waitText } from '../i18n/dates.ts';
import { t } from '../i18n/index.ts';
import { said } from '../i18n/said.ts';

/** What details of an error say of why, as far as this window knows it: a team's server may be a newer one. */
const Why = z.object({
  reason: z.enum(REASON_CODES),
  params: z.optional(Params),
  line: z.optional(z.int()),
});

/** What is wrong with a record of a file. */
const WithIssue = z.object({ issue: Issue });

/** What is so and what to do, in the person's language, for whatever was thrown. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof ApiError)) return t('errors:INTERNAL');
  const { code, details } = error;
  const wait = (details as { retryAfter?: unknown } | undefined)?.retryAfter;
  if (code === 'RATE_LIMITED' && typeof wait === 'number')
    return t('errors:rateLimitedFor', { wait: waitText(wait) });
  const issue = code === 'VALIDATION' ? issueMessage(details) : null;
  if (issue !== null) return issue;
  const why = z.safeParse(Why, details).data;
  if (!why) return t([`errors:${code}`, 'errors:INTERNAL']);
  const { reason, params, line } = why;
  const found = z.safeParse(WithIssue, details).data?.issue;
  const what = found && { what: said(`errors:issue.${found.code}`, found.params) };
  const sentence = said(`errors:reason.${reason}`, { ...params, ...what });
  if (code === 'IMPORT_INVALID')
    return line === undefined
      ? t('errors:importFault', { why: sentence })
      : t('errors:importFaultAt', { why: sentence, line });
  return isClosed(reason) ? `${sentence} ${said(`notices:advice.${reason}`, params)}` : sentence;
}

const isClosed = (reason: ReasonCode): reason is keyof typeof CLOSED_ADVICE => reason in CLOSED_ADVICE;

const isEditable = (name: string): name is (typeof EDITABLE_FIELDS)[number] =>
  (EDITABLE_FIELDS as readonly string[]).includes(name);

const isOfAccounts = (name: string): name is (typeof OF_ACCOUNTS)[number] =>
  (OF_ACCOUNTS as readonly string[]).includes(name);
const OF_ACCOUNTS = ['email', 'password', 'firstName', 'lastName'] as const;

/**
 * The first of what details of a VALIDATION say; null where this window does not know it. A field has the name that it has
 * on screen; its own where it has none there.
 */
export function issueMessage(details: unknown): string | null {
  const issue = z.safeParse(z.array(Issue), details).data?.[0];
  if (!issue) return null;
  const { path, code, params } = issue;
  const name = path.split('.').at(-1) ?? '';
  const field = isEditable(name) ? t(`common:field.${name}`) : isOfAccounts(name) ? t(`auth:${name}`) : name;
  return t('errors:validationOf', { field, what: said(`errors:issue.${code}`, params) }).trim();
}
