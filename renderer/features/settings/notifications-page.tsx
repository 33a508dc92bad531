import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { Toggle } from '../../ui/choice.tsx';

/** What quiet hours begin with. */
const NIGHT = { from: '22:00', to: '07:00' };

/** Settings > Notifications. */
export function NotificationsPage() {
  const { t } = useTranslation('settings');
  const { account } = useWorkspace();
  const settings = useSettings();
  const update = useUpdateSettings();
  const { quiet } = settings;
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
        <div>
          <b>{t('notifications.quiet')}</b>
          <span>{t('notifications.quietHint')}</span>
          <span className="quiet-hours">
            {quiet &&
              (['from', 'to'] as const).map((end) => (
                <input
                  key={end}
                  type="time"
                  className="input sm"
                  aria-label={t(`notifications.${end}`)}
                  value={quiet[end]}
                  // A time that is half written is empty.
                  onChange={(event) =>
                    event.target.value && update({ quiet: { ...quiet, [end]: event.target.value } })
                  }
                />
              ))}
            <Toggle
              label={t('notifications.quiet')}
              isOn={quiet !== null}
              onChange={(isOn) => update({ quiet: isOn ? NIGHT : null })}
            />
          </span>
        </div>
      </div>
    </>
  );
}
