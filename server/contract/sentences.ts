import * as z from 'zod/mini';

/**
 * What a server says to a person is a code from a closed list, with what its sentence names. The sentence stands once, in
 * English, beside the code: logs, terminals and scripts read it there, and the window's English catalogue is made of it.
 * Other languages have one for each code in renderer/i18n.
 *
 * `{{name}}` stands for a text, `{{name, form}}` for what is written as its form says. A sentence that counts has two keys:
 * CODE_one and CODE_other, chosen by `count`.
 */
export type Sentences = Readonly<Record<string, string>>;

/** What is handed in for each form. */
interface Forms {
  number: number;
  /** An instant, ISO 8601, of which the day is said. */
  day: string;
  /** An instant, ISO 8601. */
  moment: string;
  /** Milliseconds, said in the largest unit that fits. */
  span: number;
  /** Texts, one after another. */
  list: readonly string[];
  /** Texts of people, each in quotation marks. */
  titles: readonly string[];
}

/** The codes of a list of sentences. */
export type CodeOf<S> = {
  [K in keyof S & string]: K extends `${infer C}_one` ? C : K extends `${infer C}_other` ? C : K;
}[keyof S & string];

type TextOf<S, C extends string> = C extends keyof S
  ? S[C]
  : `${C}_other` extends keyof S
    ? S[`${C}_other`]
    : never;

type Filled<P extends string> = P extends `${infer N}, ${infer F}`
  ? F extends keyof Forms
    ? { readonly [K in N]: Forms[F] }
    : never
  : { readonly [K in P]: string };

/** What a sentence needs to be filled in; unknown: nothing. */
type Named<S> = S extends `${string}{{${infer P}}}${infer Rest}` ? Filled<P> & Named<Rest> : unknown;

/** A code of the list with what its sentence names, and what the advice of the same code in `A` names. */
export type Told<S, A = Record<never, never>> =
  CodeOf<S> extends infer C
    ? C extends CodeOf<S>
      ? Coded<C, Named<TextOf<S, C>> & (C extends keyof A ? Named<A[C]> : unknown)>
      : never
    : never;

type Coded<C, P> = unknown extends P
  ? { readonly code: C; readonly params?: never }
  : { readonly code: C; readonly params: P };

/** What sentences name, on the wire. */
export const Params = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.readonly(z.array(z.string()))]),
);
export type Params = z.infer<typeof Params>;

/** The codes of a list, each once. */
export function codesOf<S extends Sentences>(sentences: S): [CodeOf<S>, ...CodeOf<S>[]] {
  const codes = Object.keys(sentences).map((key) => key.replace(/_(one|other)$/, ''));
  return [...new Set(codes)] as [CodeOf<S>, ...CodeOf<S>[]];
}

const PLACE = /\{\{(\w+)(?:, (\w+))?\}\}/g;

/** The sentence in English. What it names and is not given is left out. */
export function sentence<S extends Sentences>(
  sentences: S,
  { code, params = {} }: { readonly code: CodeOf<S>; readonly params?: Params | undefined },
): string {
  const text = sentences[code] ?? sentences[`${code}_${params['count'] === 1 ? 'one' : 'other'}`] ?? '';
  return text.replace(PLACE, (_place, name: string, form: string | undefined) => {
    const value = params[name];
    return value === undefined ? '' : inEnglish(value, form);
  });
}

function inEnglish(value: Params[string], form: string | undefined): string {
  if (typeof value === 'number') return form === 'span' ? spanText(value) : value.toLocaleString('en');
  if (typeof value !== 'string')
    return value.map((text) => (form === 'titles' ? `“${text}”` : text)).join(', ');
  if (form === 'day') return value.slice(0, 10);
  return form === 'moment' ? `${value.slice(0, 16).replace('T', ' ')} UTC` : value;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** Milliseconds as a number of the largest unit of which there are two: 3 hours, but 90 minutes. */
export function spanOf(ms: number): { readonly value: number; readonly unit: (typeof UNITS)[number][0] } {
  const [unit, size] = UNITS.find(([, one]) => ms >= 2 * one) ?? UNITS[3];
  return { value: Math.round(ms / size), unit };
}

function spanText(ms: number): string {
  const { value, unit } = spanOf(ms);
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}
