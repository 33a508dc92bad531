import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { Toggle } from '../../ui/choice.tsx';

/** Settings > Notifications. */
export function NotificationsPage() {
  const { t } = useTranslation('settings');
  const { account } = useWorkspace();
  const settings = useSettings();
  const update = useUpdateSettings();
  const [permission, setPermission] = useState(() =>
    typeof Notification === 'undefined' ? 'denied' : Notification.permission,
  );
  return (
    <>
      <h1>{t('notifications.title')}</h1>
      <p className="lead">{t(account ? 'notifications.teamLead' : 'notifications.lead')}</p>
      <div className="opts">
        {/* A team's server reminds everybody alike. */}
        {!account && (
          <div>
            <b>{t('notifications.due')}</b>
            <span>{t('notifications.dueHint')}</span>
            <Toggle
              label={t('notifications.due')}
              isOn={settings.reminders}
              onChange={(reminders) => update({ reminders })}
            />
          </div>
        )}
        <div>
          <b>{t('notifications.system')}</b>
          <span>{permission === 'denied' ? t('notifications.denied') : t('notifications.systemHint')}</span>
          {permission === 'default' ? (
            <Button onPress={() => void Notification.requestPermission().then(setPermission)}>
              {t('notifications.allow')}
            </Button>
          ) : (
            <i>{permission === 'granted' ? t('notifications.allowed') : ''}</i>
          )}
        </div>
      </div>
    </>
  );
}
