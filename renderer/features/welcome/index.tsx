import { Check, ChevronDown, Contrast, Languages } from 'lucide-react';
import { Suspense, lazy, useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { THEMES } from '../../../server/contract/app.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { LANGUAGES, LANGUAGE_NAMES } from '../../i18n/index.ts';
import { heldKeys } from '../../keys/held-keys.ts';
import { platform } from '../../platform/index.ts';
import { Art, type ArtKind } from '../../ui/art.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toast.tsx';
import { addSample } from './sample.ts';

/** Fetched when the door is opened: most first runs do without. */
const JoinDialog = lazy(() =>
  import('../workspaces/join-dialog.tsx').then((module) => ({ default: module.JoinDialog })),
);

function Door({
  art,
  title,
  text,
  act,
  digit,
  isFirst = false,
  onOpen,
}: {
  art: ArtKind;
  title: string;
  text: string;
  act: string;
  digit: string;
  isFirst?: boolean;
  onOpen: () => void;
}) {
  return (
    <button type="button" className="door" onClick={onOpen} aria-keyshortcuts={digit}>
      <Art kind={art} />
      <b>{title}</b>
      <span>{text}</span>
      <span className={isFirst ? 'btn primary' : 'btn soft'}>
        {act}
        <kbd aria-hidden>{digit}</kbd>
      </span>
    </button>
  );
}

function Choice<Id extends string>({
  icon,
  label,
  shown,
  items,
  value,
  onChoose,
}: {
  icon: ReactNode;
  label: string;
  shown: string;
  items: readonly { id: Id; label: string }[];
  value: Id;
  onChoose: (id: Id) => void;
}) {
  return (
    <Menu
      label={label}
      placement="top"
      trigger={
        <Button kind="quiet" small aria-label={`${label}: ${shown}`}>
          {icon}
          {shown}
          <Icon of={ChevronDown} size={14} />
        </Button>
      }
    >
      {items.map((item) => (
        <MenuItem
          key={item.id}
          label={item.label}
          {...(item.id === value ? { icon: <Icon of={Check} /> } : {})}
          onAction={() => onChoose(item.id)}
        />
      ))}
    </Menu>
  );
}

/** The first run: three doors and no form. Whatever is chosen, the workspace is there already. */
export function WelcomePage() {
  const { t } = useTranslation('welcome');
  const { t: texts } = useTranslation('settings');
  const session = useWorkspace();
  const settings = useSettings();
  const update = useUpdateSettings();
  const navigate = useNavigate();
  const [withSample, setWithSample] = useState(true);
  const [joining, setJoining] = useState<{ readonly invite: string | null } | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  // Nothing that the menu asks for is here; what it asks for on the way out is for the page that comes.
  useEffect(() => (isLeaving ? undefined : platform.onCommand(() => undefined)), [isLeaving]);
  useEffect(
    () =>
      platform.onDestination((to) => {
        // No task and no inbox is here yet.
        if (to.kind === 'join') setJoining({ invite: to.invite });
      }),
    [],
  );

  const open = (path: string): void => {
    heldKeys.hold();
    setLeaving(true);
    update({ welcomed: true });
    void navigate(path, { replace: true });
  };
  const start = (): void => {
    open('/tasks');
    if (withSample)
      addSample(session).catch((error: unknown) => showToast({ text: errorMessage(error), tone: 'bad' }));
  };
  const bring = (): void => open('/settings/transfer');
  const press = useEffectEvent((key: string) => {
    if (joining) return;
    if (key === '1') start();
    if (key === '2') setJoining({ invite: null });
    if (key === '3') bring();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press(event.key);
    document.addEventListener('keydown', listen);
    heldKeys.release();
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (
    <main className="first">
      <header>
        <Logo />
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </header>
      <div className="doors">
        <Door
          art="alone"
          title={t('alone')}
          text={t('aloneText')}
          act={t('start')}
          digit="1"
          isFirst
          onOpen={start}
        />
        <Door
          art="team"
          title={t('team')}
          text={t('teamText')}
          act={t('connect')}
          digit="2"
          onOpen={() => setJoining({ invite: null })}
        />
        <Door
          art="bring"
          title={t('bring')}
          text={t('bringText')}
          act={t('choose')}
          digit="3"
          onOpen={bring}
        />
      </div>
      <div className="sample">
        <Checkbox isOn={withSample} onChange={setWithSample}>
          {t('sample')}
        </Checkbox>
      </div>
      <footer>
        <Choice
          icon={<Icon of={Languages} />}
          label={texts('appearance.language')}
          shown={
            settings.language === 'system' ? texts('appearance.system') : LANGUAGE_NAMES[settings.language]
          }
          value={settings.language}
          items={[
            { id: 'system' as const, label: texts('appearance.system') },
            ...LANGUAGES.map((id) => ({ id, label: LANGUAGE_NAMES[id] })),
          ]}
          onChoose={(language) => update({ language })}
        />
        <Choice
          icon={<Icon of={Contrast} />}
          label={texts('appearance.theme')}
          shown={texts(`appearance.themes.${settings.theme}`)}
          value={settings.theme}
          items={THEMES.map((id) => ({ id, label: texts(`appearance.themes.${id}`) }))}
          onChoose={(theme) => update({ theme })}
        />
      </footer>
      {joining && (
        <Suspense fallback={null}>
          <JoinDialog
            key={joining.invite}
            invite={joining.invite}
            onClose={() => setJoining(null)}
            onJoined={() => update({ welcomed: true })}
          />
        </Suspense>
      )}
    </main>
  );
}
