import type { Finding } from '../../server/contract/findings.ts';
import type { ImportAnswer } from '../../server/contract/transfer.ts';
import type { NoticeCode } from '../../server/contract/notices.ts';
import type { ReasonCode } from '../../server/contract/reasons.ts';
import type { Params } from '../../server/contract/sentences.ts';
import { t } from './index.ts';

type Said =
  | `notices:${'what' | 'advice'}.${NoticeCode}`
  | `importNotes:${ImportAnswer['warnings'][number]['code']}`
  | `joining:${'finding' | 'advice'}.${Finding}`
  | `errors:reason.${ReasonCode}`
  | `errors:issue.${string}`;

/**
 * What a server said, in the person's language. Its params come from outside: they fill the sentence in, and are no options
 * of the catalogue.
 */
export function said(key: Said, params: Params = {}): string {
  const { count } = params;
  return t(key as 'close', { replace: params, ...(typeof count === 'number' && { count }) });
}
