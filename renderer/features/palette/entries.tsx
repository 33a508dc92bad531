import {
  Bell,
  Bookmark,
  CircleQuestionMark,
  FilterX,
  GitCompare,
  ListFilter,
  ListPlus,
  Monitor,
  Moon,
  PanelLeft,
  PanelRight,
  Plus,
  Redo2,
  Search,
  Sun,
  Undo2,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Task } from '../../../server/contract/tasks.ts';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import { useUpdateSettings } from '../../api/settings.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { isReplica, useReplica, useWorkspaces } from '../../api/workspaces.ts';
import type { BindingId } from '../../keys/bindings.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useSavedViews } from '../frame/index.ts';
import { openSync, statusWords } from '../sync/index.ts';
import { WorkspaceMark, openJoin } from '../workspaces/index.ts';
import type { Entry } from './entry.ts';
import { PLACES } from './places.ts';
import type { Section } from './rank.ts';
import { useSubjectEntries } from './subject-entries.tsx';

const IN_WINDOW = [
  ['newTask', Plus],
  ['search', Search],
  ['filter', ListFilter],
  ['clearFilters', FilterX],
  ['selectAll', ListPlus],
  ['undo', Undo2],
  ['redo', Redo2],
  ['sidebar', PanelLeft],
  ['rail', PanelRight],
  ['cheatSheet', CircleQuestionMark],
] as const satisfies readonly (readonly [BindingId, LucideIcon])[];

const THEMES = [
  ['light', Sun],
  ['dark', Moon],
  ['system', Monitor],
] as const;

/** Everything the palette can do but finding tasks: what the keys do, from their registry, and where one can go. */
export function useEntries(
  subject: readonly Task[],
  runnable: ReadonlySet<BindingId>,
  isTyping: boolean,
): readonly Section<Entry>[] {
  const { t } = useTranslation(['palette', 'common']);
  const { t: joining } = useTranslation('joining');
  const navigate = useNavigate();
  const session = useWorkspace();
  const opened = useOpenWorkspaces();
  const workspaces = useWorkspaces();
  const replica = useReplica();
  const [views] = useSavedViews();
  const update = useUpdateSettings();
  const onSubject = useSubjectEntries(subject, runnable, isTyping);
  const go = (to: string) => () => void navigate(to);
  return [
    { id: 'subject', entries: onSubject },
    {
      id: 'go',
      entries: [
        ...PLACES.map(([place, to, icon, keyOf]): Entry => ({
          id: `go.${place}`,
          label: t(`go.${place}`),
          icon: <Icon of={icon} />,
          ...(keyOf ? { keyOf } : {}),
          run: go(to),
        })),
        ...views.map((view): Entry => ({
          id: `view.${view.id}`,
          label: view.name,
          icon: <Icon of={Bookmark} />,
          hint: t('savedView'),
          run: go(view.to),
        })),
        {
          id: 'go.notifications',
          label: t('go.notifications'),
          icon: <Icon of={Bell} />,
          hint: t('go.settings'),
          run: go('/settings/notifications'),
        },
      ],
    },
    {
      id: 'workspaces',
      entries: opened
        ? [
            ...workspaces
              .filter((item) => item.id !== session.id)
              .map((item): Entry => ({
                id: `workspace.${item.id}`,
                label: t('goWorkspace', { name: item.name || t('common:workspace.personal') }),
                icon: <WorkspaceMark item={item} small />,
                ...(isReplica(item) ? { hint: statusWords(item.status) } : {}),
                run: () => opened.show(item.id),
              })),
            { id: 'addTeam', label: joining('add'), icon: <Icon of={Plus} />, run: () => openJoin() },
            ...(replica
              ? [
                  {
                    id: 'go.conflicts',
                    label: t('common:nav.conflicts'),
                    icon: <Icon of={GitCompare} />,
                    run: go('/conflicts'),
                  },
                  {
                    id: 'sync',
                    label: t('connection'),
                    icon: <Icon of={Waypoints} />,
                    hint: statusWords(replica.status),
                    run: openSync,
                  },
                ]
              : []),
          ]
        : [],
    },
    {
      id: 'window',
      entries: [
        ...IN_WINDOW.filter(([id]) => runnable.has(id)).map(([id, icon]): Entry => ({
          id: `key.${id}`,
          label: t(`window.${id}`),
          icon: <Icon of={icon} />,
          keyOf: id,
          run: () => dispatcher.run(id),
        })),
        ...THEMES.map(([theme, icon]): Entry => ({
          id: `theme.${theme}`,
          label: t(`window.${theme}`),
          icon: <Icon of={icon} />,
          run: () => update({ theme }),
        })),
      ],
    },
  ];
}
