import { useEffect } from 'react';
import type { Settings } from '../../server/contract/app.ts';
import { LANGUAGES, languageOf, switchLanguage, type Language } from '../i18n/index.ts';
import { dispatcher } from '../keys/use-key.tsx';

/** What <html> carries for a choice of settings; null takes an attribute away, so that the system decides. */
export function attributesOf(
  settings: Pick<Settings, 'theme' | 'density'>,
  system: { readonly moreContrast: boolean },
): Record<'data-theme' | 'data-contrast' | 'data-density', string | null> {
  const pinned = settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : null;
  const high = settings.theme === 'high-contrast' || system.moreContrast;
  return {
    'data-theme': pinned,
    'data-contrast': high ? 'high' : null,
    'data-density': settings.density === 'standard' ? null : settings.density,
  };
}

const RIGHT_TO_LEFT = new Set<string>(['ar', 'fa', 'he', 'ur']);

/** Milliseconds until a catalogue that could not be fetched is asked for again: its server may only be starting. */
const AGAIN_MS = 2_000;

function markLanguage(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
}

/** Keeps every text in a language of the catalogue, or in the system's. */
export function useLanguage(language: Settings['language']): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const apply = (): void => {
      clearTimeout(timer);
      const wanted = languageOf(LANGUAGES.find((one) => one === language) ?? 'system', navigator.languages);
      markLanguage(wanted);
      switchLanguage(wanted).catch(() => {
        if (!isOver) timer = setTimeout(apply, AGAIN_MS);
      });
    };
    apply();
    window.addEventListener('languagechange', apply);
    return () => {
      isOver = true;
      clearTimeout(timer);
      window.removeEventListener('languagechange', apply);
    };
  }, [language]);
}

/** Keeps <html>, the catalogue and the keys as the settings say, and as the system says where they leave it to it. */
export function useApplySettings({
  theme,
  density,
  language,
  letterKeys,
  keys,
}: Pick<Settings, 'theme' | 'density' | 'language' | 'letterKeys' | 'keys'>): void {
  useEffect(() => {
    const query = matchMedia('(prefers-contrast: more)');
    const apply = (): void => {
      const attributes = attributesOf({ theme, density }, { moreContrast: query.matches });
      for (const [name, value] of Object.entries(attributes))
        if (value === null) document.documentElement.removeAttribute(name);
        else document.documentElement.setAttribute(name, value);
    };
    apply();
    query.addEventListener('change', apply);
    return () => query.removeEventListener('change', apply);
  }, [theme, density]);
  useLanguage(language);
  useEffect(() => {
    dispatcher.letterKeys = letterKeys;
  }, [letterKeys]);
  useEffect(() => dispatcher.choose(keys), [keys]);
}
