import { ApiError } from '../../server/contract/client.ts';
import type { Issue } from '../../server/contract/errors.ts';
import { waitText } from '../i18n/dates.ts';
import { t } from '../i18n/index.ts';

/** What is so and what to do, in the person's language, for whatever was thrown. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof ApiError)) return t('INTERNAL', { ns: 'errors' });
  const wait = (error.details as { retryAfter?: unknown } | undefined)?.retryAfter;
  if (error.code === 'RATE_LIMITED' && typeof wait === 'number')
    return t('rateLimitedFor', { ns: 'errors', wait: waitText(wait) });
  if (error.code === 'FORBIDDEN' && (error.details as { only?: unknown } | undefined)?.only === 'owner')
    return t('onlyOwner', { ns: 'errors' });
  const issue = Array.isArray(error.details) ? (error.details as Issue[])[0] : undefined;
  const detail = issue
    ? [issue.path, issue.message].filter(Boolean).join(' ')
    : error.message.replace(/\.$/, '');
  return t(error.code, { ns: 'errors', detail });
}
