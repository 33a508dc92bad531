import { NOTICES, NOTICE_ADVICE } from '../../../server/contract/notices.ts';
import type { Texts } from '../texts.ts';

/** What a start had to put aside or could not do. English stands with the codes. */
export const notices: { what: Texts<typeof NOTICES>; advice: Texts<typeof NOTICE_ADVICE> } = {
  what: NOTICES,
  advice: NOTICE_ADVICE,
};
