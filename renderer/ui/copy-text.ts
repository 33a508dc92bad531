import { t } from '../i18n/index.ts';
import { showToast } from './toast.tsx';

/** Puts a text into the clipboard and says so. */
export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ text: said });
  } catch {
    showToast({ text: t('notCopied'), tone: 'bad' });
  }
}
