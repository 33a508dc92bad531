import { REJECTIONS, type Rejection } from '../../../server/contract/sync.ts';
import { currentLanguage, t } from '../../i18n/index.ts';

const isRejection = (code: string): code is Rejection => (REJECTIONS as readonly string[]).includes(code);

/** Why the team did not take a change, as a person reads it. */
export function rejectionWords({ code, message }: { code: string; message: string }): string {
  if (currentLanguage() === 'en' && message) return message;
  return isRejection(code) ? t(`sync:rejection.${code}`) : message || code;
}
