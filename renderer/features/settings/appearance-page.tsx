import { useTranslation } from 'react-i18next';
import { THEMES, type Settings } from '../../../server/contract/app.ts';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { allDayIso, dueTone } from '../../i18n/dates.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '../../i18n/index.ts';
import { Segmented } from '../../ui/choice.tsx';
import { DueWords } from '../../ui/due.tsx';
import { PriorityBars, StatusRing } from '../../ui/glyphs.tsx';
import { Select } from '../../ui/select.tsx';

const DENSITIES = ['compact', 'standard', 'comfortable'] as const;
const ROW_PX: Record<Settings['density'], number> = { compact: 30, standard: 36, comfortable: 44 };

/** A little window in a theme's colours. */
function Picture({ theme }: { theme: Settings['theme'] }) {
  if (theme === 'system')
    return (
      <span className="pic two">
        <i data-theme="light" />
        <i data-theme="dark" />
      </span>
    );
  return (
    <span
      className="pic"
      data-theme={theme === 'high-contrast' ? 'dark' : theme}
      {...(theme === 'high-contrast' ? { 'data-contrast': 'high' } : {})}
    >
      <i />
    </span>
  );
}

/** Three rows that show the height and the language at once. */
function Sampler() {
  const { t } = useTranslation('settings');
  const titles = t('appearance.sample', { returnObjects: true });
  const rows = [
    { status: 'in_progress', priority: 'urgent', days: -1 },
    { status: 'in_review', priority: 'high', days: 0 },
    { status: 'todo', priority: 'medium', days: 1 },
  ] as const;
  return (
    <ul className="list sampler" aria-hidden="true">
      {rows.map((row, index) => {
        const day = new Date();
        day.setDate(day.getDate() + row.days);
        const due = { dueDate: allDayIso(day), dueAllDay: true, status: row.status };
        return (
          <li className="row" key={row.status}>
            <StatusRing status={row.status} />
            <PriorityBars priority={row.priority} />
            <span className="title">
              <span>{titles[index]}</span>
            </span>
            <span className="acts" />
            <span className={`due ${dueTone(due) ?? ''}`}>
              <DueWords of={due} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Settings > Appearance. Every choice shows at once. */
export function AppearancePage() {
  const { t } = useTranslation('settings');
  const settings = useSettings();
  const update = useUpdateSettings();
  return (
    <>
      <h1>{t('appearance.title')}</h1>
      <p className="lead">{t('appearance.lead')}</p>
      <h2 id="theme-title">{t('appearance.theme')}</h2>
      <div className="themes" role="radiogroup" aria-labelledby="theme-title">
        {THEMES.map((theme) => (
          <label key={theme} className={settings.theme === theme ? 'theme on' : 'theme'}>
            <Picture theme={theme} />
            <input
              className="sr"
              type="radio"
              name="theme"
              checked={settings.theme === theme}
              onChange={() => update({ theme })}
            />
            <span className={settings.theme === theme ? 'radio on' : 'radio'} />
            {t(`appearance.themes.${theme}`)}
          </label>
        ))}
      </div>
      <h2>{t('appearance.rowHeight')}</h2>
      <div className="rowset">
        <Segmented
          label={t('appearance.rowHeight')}
          value={settings.density}
          items={DENSITIES.map((id) => ({ id, label: t(`appearance.densities.${id}`) }))}
          onChange={(density) => update({ density })}
        />
        <span className="hint">{t('appearance.pixels', { count: ROW_PX[settings.density] })}</span>
      </div>
      <Sampler />
      <div className="opts">
        <div>
          <b>{t('appearance.language')}</b>
          <span>{t('appearance.languageHint')}</span>
          <Select
            label={t('appearance.language')}
            value={settings.language}
            items={[
              { id: 'system' as const, label: t('appearance.system') },
              ...LANGUAGES.map((id) => ({ id, label: LANGUAGE_NAMES[id] })),
            ]}
            onChange={(language) => update({ language })}
          />
        </div>
      </div>
    </>
  );
}
