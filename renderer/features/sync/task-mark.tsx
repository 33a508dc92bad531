import { CircleAlert, Clock, GitCompare } from 'lucide-react';
import { t } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import type { TaskMark } from './queries.ts';

const ICONS = { conflict: GitCompare, refused: CircleAlert, waiting: Clock } as const;

/** What stands behind a task's title while the team and this device do not agree on it. */
export function TaskMarkSign({ mark }: { mark: TaskMark }) {
  const hint = mark === 'conflict' ? t('sync:mark.conflictHint') : t(`sync:mark.${mark}`);
  return (
    <i className={mark === 'waiting' ? 'meta' : 'meta warn'} title={hint}>
      <Icon of={ICONS[mark]} size={14} />
      <span className={mark === 'waiting' ? 'sr' : ''}>{t(`sync:mark.${mark}`)}</span>
    </i>
  );
}
