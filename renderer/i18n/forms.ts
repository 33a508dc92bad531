import { spanOf } from '../../server/contract/sentences.ts';

/** How a sentence writes what it names: `{{at, moment}}`. The names are those of server/contract/sentences.ts. */
type Form = (value: unknown, locale: string) => string;

const formats = new Map<string, Intl.NumberFormat>();

/** Its format is made once for a language: lists count while they scroll. */
const number: Form = (value, locale) => {
  if (typeof value !== 'number') return '';
  let format = formats.get(locale);
  if (!format) formats.set(locale, (format = new Intl.NumberFormat(locale)));
  return format.format(value);
};

const date =
  (options: Intl.DateTimeFormatOptions): Form =>
  (value, locale) => {
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? '' : new Intl.DateTimeFormat(locale, options).format(time);
  };

const span: Form = (ms, locale) => {
  if (typeof ms !== 'number') return '';
  const { value, unit } = spanOf(ms);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
};

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];

const list: Form = (value, locale) => new Intl.ListFormat(locale).format(textsOf(value));

const QUOTES: Readonly<Record<string, readonly [string, string]>> = { de: ['„', '“'] };

const titles: Form = (value, locale) => {
  const [open, close] = QUOTES[locale.slice(0, 2)] ?? ['“', '”'];
  return list(
    textsOf(value).map((title) => open + title + close),
    locale,
  );
};

export const FORMS: Readonly<Record<string, Form>> = {
  number,
  day: date({ dateStyle: 'medium' }),
  moment: date({ dateStyle: 'medium', timeStyle: 'short' }),
  span,
  list,
  titles,
};
