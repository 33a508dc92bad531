import { REJECTIONS, type Rejection } from '../../../server/contract/sync.ts';
import { issueMessage } from '../../api/error-message.ts';
import { t } from '../../i18n/index.ts';

const isRejection = (code: string): code is Rejection => (REJECTIONS as readonly string[]).includes(code);

/** Why the team did not take a change, as a person reads it; a team of a newer version may have another reason. */
export function rejectionWords({ code, details }: { code: string; details?: unknown }): string {
  if (!isRejection(code)) return t('sync:rejection.VALIDATION');
  return (code === 'VALIDATION' && issueMessage(details)) || t(`sync:rejection.${code}`);
}
