import { Laptop, Smartphone, type LucideIcon } from 'lucide-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { endSession, listSessions, type Session } from '../../../server/contract/auth.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { momentWithin } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import { deviceName } from '../auth/index.tsx';

const iconOf = (name: string): LucideIcon => (/iOS|Android/.test(name) ? Smartphone : Laptop);

/** Settings > Devices: where the person is signed in; each but this one can be ended. */
export function DevicesPage() {
  const { t } = useTranslation('team');
  const { call, queries, account } = useWorkspace();
  const list = useQuery({
    queryKey: queryKeys.sessions,
    queryFn: ({ signal }) => call(listSessions, {}, { signal }),
    refetchOnMount: 'always',
  });
  const end = useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => call(endSession, { params: { id } }),
    onSuccess: (_, { name }) => showToast({ text: t('devices.ended', { name }) }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.sessions }),
  });
  const nameOf = (session: Session): string =>
    session.device ??
    (session.kind === 'app' ? t('devices.app') : deviceName(session.userAgent ?? '') || t('devices.unknown'));
  const items = [...(list.data?.items ?? [])].sort((a, b) => Number(b.current) - Number(a.current));
  const error = end.error ?? list.error;
  return (
    <>
      <h1>{t('devices.title')}</h1>
      <p className="lead">{t('devices.lead')}</p>
      <div role="alert">{error && <p className="notice bad">{errorMessage(error)}</p>}</div>
      <ul className="opts devices" aria-label={t('devices.list')}>
        {items.map((session) => {
          const name = nameOf(session);
          return (
            <li key={session.id}>
              <Icon of={iconOf(name)} />
              <b>
                {name}
                {session.current && <em className="tag">{t('devices.here')}</em>}
              </b>
              <span>
                {[
                  t('devices.seen', { when: momentWithin(session.seenAt) }),
                  session.ipAddress,
                  t('devices.since', { when: momentWithin(session.createdAt) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <Button
                small
                aria-label={t('devices.endNamed', { name })}
                isDisabled={end.isPending}
                onPress={() => {
                  if (!session.current) end.mutate({ id: session.id, name });
                  else
                    account
                      ?.signOut()
                      .catch((failure: unknown) => showToast({ text: errorMessage(failure), tone: 'bad' }));
                }}
              >
                {t('devices.end')}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
