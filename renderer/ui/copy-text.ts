import { t } from '../i18n/index.ts';
import { showToast } from './toast.tsx';

/**
 * Puts a text into the clipboard; a toast says what `said` is, or nothing where the place says it itself. A clipboard that
 * refuses is always told. Answers whether the text is there.
 */
export async function copyText(text: string, said?: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    showToast({ text: t('notCopied'), tone: 'bad' });
    return false;
  }
  if (said) showToast({ text: said });
  return true;
}
