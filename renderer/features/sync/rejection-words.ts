import { REJECTIONS, type Rejection } from '../../../server/contract/sync.ts';
import { t } from '../../i18n/index.ts';

const isRejection = (code: string): code is Rejection => (REJECTIONS as readonly string[]).includes(code);

/** Why the team did not take a change, as a person reads it; a team of a newer version may have another reason. */
export const rejectionWords = ({ code }: { code: string }): string =>
  isRejection(code) ? t(`sync:rejection.${code}`) : t('sync:rejection.VALIDATION');
