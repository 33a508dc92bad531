import { CircleAlert, Clock, GitCompare } from 'lucide-react';
import { t } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import type { TaskMark } from './queries.ts';

const ICONS = { conflict: GitCompare, refused: CircleAlert, waiting: Clock } as const;

/** The mark in words. */
export const markWords = (mark: TaskMark): string => t(`sync:mark.${mark}`);

/**
 * What stands at a task's title, in every view, while the team and this device do not agree on it. `isShort`: the sign
 * alone, where there is no room for words.
 */
export function TaskMarkSign({ mark, isShort = false }: { mark: TaskMark; isShort?: boolean }) {
  const hint = mark === 'conflict' ? t('sync:mark.conflictHint') : markWords(mark);
  return (
    <i className={`meta sync-mark${mark === 'waiting' ? '' : ' warn'}`} title={hint}>
      <Icon of={ICONS[mark]} size={14} />
      <span className={isShort || mark === 'waiting' ? 'sr' : ''}>{markWords(mark)}</span>
    </i>
  );
}
