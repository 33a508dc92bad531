import i18next, { type ParseKeys } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';
import { FORMS } from './forms.ts';

/** The languages of the catalogue. English is in the bundle, others are fetched when chosen. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language's name in itself, for menus. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };

/** The locale whose dates and numbers go with a language. */
export const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
    returnNull: false;
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'common',
  resources: { en },
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
  initAsync: false,
});

for (const [name, form] of Object.entries(FORMS))
  i18next.services.formatter?.add(name, (value) => form(value, LOCALES[currentLanguage()]));

/** The chosen language, or the first of the system's that the catalogue has. */
export function languageOf(setting: Language | 'system', system: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const tag of system) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}

/** Switches every text on screen; fetches the catalogue first where it is not there yet. */
export async function switchLanguage(language: Language): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'common')) {
    const { de } = await import('./de/index.ts');
    for (const [namespace, texts] of Object.entries(de)) i18next.addResourceBundle('de', namespace, texts);
  }
  await i18next.changeLanguage(language);
}

/** The language of now, for what is not a component. */
export function currentLanguage(): Language {
  return LANGUAGES.find((language) => language === i18next.language) ?? 'en';
}

export const t = i18next.t.bind(i18next);

const words = new Map<string, string>();

/** A text with nothing to fill in, looked up once for each language: of a list that scrolls, each row asks for ten. */
export function word(key: ParseKeys<['common', 'tasks']>): string {
  const kept = `${i18next.language} ${key}`;
  let found = words.get(kept);
  if (found === undefined) words.set(kept, (found = t(key as 'close')));
  return found;
}
